// What every REST route of the shop answers with success, as its published collection has it. Errors are problem+json.

export interface Enveloped<Resource> {
  status: number;
  message: Resource;
}
