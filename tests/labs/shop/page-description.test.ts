// What the page knows of the shop is so.

import { eventTypes } from "../../../client/src/systems/shop/event-types.ts";
import { system } from "../../../labs/shop/system.ts";
import { testPageDescription } from "../page-description.ts";

testPageDescription(system, eventTypes);
