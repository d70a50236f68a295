// The checksum of a text: CRC-32, which Node has in zlib. It finds accidents, not attackers.

export { crc32 } from "node:zlib";
