// `npm run doctor`: reports in plain words what is wrong and what to do. Ends with 1 when something is. Changes nothing.

import { withoutEmpty } from "@blog/common/base/environment";
import { chosenSystem } from "./chosen-system.ts";
import { examineBus } from "./doctor-bus.ts";
import { examineMachine } from "./doctor-machine.ts";
import { examineServices } from "./doctor-services.ts";
import { examineElsewhere, examineSettings } from "./doctor-settings.ts";
import { formatFinding, good, note, wrong } from "./findings.ts";
import { orStop, readOptions } from "./options.ts";
import {
  dataFolderFrom,
  ourSubscribers,
  missingServices,
  planServices,
  serviceAddresses,
} from "./services.ts";
import { paint } from "./terminal.ts";
import { describeMissing, portRemarks, subscriberWarnings } from "./warnings.ts";

const system = await chosenSystem();
readOptions("npm run doctor    reports what is wrong on this machine, and what to do about it", {});

const env = withoutEmpty(process.env);
const dataFolder = dataFolderFrom(system, env);
const plans = orStop(() => planServices(system, { env, dataFolder }));
const addresses = orStop(() => serviceAddresses(system, { env }));
const bus = addresses.find(({ name }) => name === "event-bus");
const ours = ourSubscribers(system, addresses);

const services = await examineServices(system, plans);
const isRunning = services.some(({ kind }) => kind !== "note");
const findings = [
  // The doctor would not be here otherwise.
  good("The packages are those of package-lock.json, for this system."),
  ...(await examineMachine(dataFolder)),
  ...(await examineSettings(env, plans)),
  ...subscriberWarnings(system, addresses, env).map((line) => wrong(line)),
  ...services,
  ...portRemarks(addresses).map((line) => note(line)),
  ...missingServices(system, { env }).map((name) => note(describeMissing(system, name))),
  ...(await examineElsewhere(addresses)),
  ...(bus && (isRunning || !bus.isOurs) ? await examineBus(bus.url, ours) : []),
];

for (const finding of findings) console.log(formatFinding(finding, paint));
const count = findings.filter(({ kind }) => kind === "wrong").length;
console.log(count === 0 ? "\nAll is well." : `\n${count} of these need you.`);
process.exitCode = count === 0 ? 0 : 1;
