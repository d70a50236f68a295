// A certificate for "localhost" that no authority has signed, and its key: for tests, valid until 2126. Made with
// openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=localhost -addext subjectAltName=DNS:localhost

export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQguXBv5WqYO/oUHBwX
k9iBzZwFcPacHYXIR4GS3vliE4ehRANCAATvK8ydfH7B8+K4joTjGKLcts8dljax
SCPL4LbBUdeP4TasRzNf2DiCvABxflG88txPiKF9L2HFJQQ/SRVyqBn1
-----END PRIVATE KEY-----
`;

export const cert = `-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUVsDEFywwuGVuGPOJZbWMiJfIEIswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEzMDA3MzA1OFoYDzIxMjYxMTA2
MDczMDU4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATvK8ydfH7B8+K4joTjGKLcts8dljaxSCPL4LbBUdeP4TasRzNf2DiC
vABxflG88txPiKF9L2HFJQQ/SRVyqBn1o2kwZzAdBgNVHQ4EFgQUi9JUtHz+2kI+
D1STlQ67gnT/bjkwHwYDVR0jBBgwFoAUi9JUtHz+2kI+D1STlQ67gnT/bjkwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
RwAwRAIgCZW+xmqGyxYZHuUn/6JMHly30Y0b9XreQTwmK2mvUSsCIAH5Ak5U38O+
hGl6Sn3CRN8L1YyVZh61KtNU1O7sRKBo
-----END CERTIFICATE-----
`;
