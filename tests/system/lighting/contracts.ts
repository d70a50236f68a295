// The one event of the lighting, which is not of texts only.

import { z } from "zod";

export const contracts = {
  LampSwitched: z.looseObject({ id: z.string().min(1), isOn: z.boolean() }),
};
