// The negative control of the look at fsync: a program that commits with synchronous=NORMAL and then answers. A test that looks
// at its system calls must find the answer, and no sync before it.

import { writeSync } from "node:fs";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";

const sqlite = openSqlite(process.argv[2] ?? "", { synchronous: "normal" });
sqlite.exec("CREATE TABLE t (x)");

writeSync(1, "the work begins\n");
sqlite.exec("BEGIN IMMEDIATE; INSERT INTO t VALUES (1); COMMIT");
writeSync(1, "HTTP/1.1 200 OK\n");
process.exit(0);
