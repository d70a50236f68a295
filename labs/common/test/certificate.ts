// A certificate for localhost that has signed itself, for tests of TLS: X.509 as DER, because Node can read certificates and
// not write them. https://www.rfc-editor.org/rfc/rfc5280#section-4.1

import { generateKeyPairSync, sign } from "node:crypto";
import type { Tls } from "@labs/common/grpc/settings";

const OID = {
  ecdsaWithSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
  commonName: [0x55, 0x04, 0x03],
  subjectAltName: [0x55, 0x1d, 0x11],
};

/** Each call makes another one, which trusts itself alone. */
export function createCertificate(): Tls {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const name = sequence(tlv(0x31, sequence(oid(OID.commonName), tlv(0x0c, "localhost"))));
  const validity = sequence(tlv(0x17, "250101000000Z"), tlv(0x17, "491231235959Z"));
  const names = sequence(tlv(0x82, "localhost"), tlv(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = tlv(0xa3, sequence(sequence(oid(OID.subjectAltName), tlv(0x04, names))));

  const body = sequence(
    tlv(0xa0, integer(2)), // version 3
    integer(1), // serial number
    ...[algorithm, name, validity, name],
    publicKey.export({ type: "spki", format: "der" }),
    extensions,
  );
  const signature = tlv(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", body, privateKey)]));
  const cert = toPem(sequence(body, algorithm, signature));
  const key = Buffer.from(privateKey.export({ type: "pkcs8", format: "pem" }));
  return { cert, key, ca: cert };
}

function tlv(tag: number, content: Buffer | string): Buffer {
  const value = Buffer.from(content);
  const { length } = value;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

const sequence = (...parts: Buffer[]): Buffer => tlv(0x30, Buffer.concat(parts));
const oid = (bytes: number[]): Buffer => tlv(0x06, Buffer.from(bytes));
const integer = (value: number): Buffer => tlv(0x02, Buffer.from([value]));

function toPem(der: Buffer): Buffer {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return Buffer.from(
    `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
  );
}
