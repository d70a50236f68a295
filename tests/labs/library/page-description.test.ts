// What the page knows of the library is so.

import { eventTypes } from "../../../client/src/systems/library/event-types.ts";
import { system } from "../../../labs/library/system.ts";
import { testPageDescription } from "../page-description.ts";

testPageDescription(system, eventTypes);
