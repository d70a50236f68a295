// `npm run doctor`: says in plain words what is wrong and what to do. Ends with 1 when something is. Changes nothing.

import { examineBus } from "./doctor-bus.ts";
import { examineMachine } from "./doctor-machine.ts";
import { examineServices } from "./doctor-services.ts";
import { examineSettings } from "./doctor-settings.ts";
import { formatFinding, good } from "./findings.ts";
import { orStop, readOptions } from "./options.ts";
import { dataFolderFrom, planServices } from "./services.ts";
import { paint } from "./terminal.ts";

readOptions("npm run doctor    says what is wrong on this machine, and what to do about it", {});

const { env } = process;
const dataFolder = dataFolderFrom(env);
const plans = orStop(() => planServices({ env, dataFolder }));
const busUrl = env.EVENT_BUS_URL ?? plans.find(({ name }) => name === "event-bus")?.url ?? "";

const services = await examineServices(plans);
const isRunning = services.some(({ kind }) => kind !== "note");
const findings = [
  // The doctor would not be here otherwise.
  good("The packages are those of package-lock.json."),
  ...(await examineMachine(dataFolder)),
  ...(await examineSettings(env, plans)),
  ...services,
  ...(isRunning || env.EVENT_BUS_URL ? await examineBus(busUrl) : []),
];

for (const finding of findings) console.log(formatFinding(finding, paint));
const count = findings.filter(({ kind }) => kind === "wrong").length;
console.log(count === 0 ? "\nAll is well." : `\n${count} of these need you.`);
process.exitCode = count === 0 ? 0 : 1;
