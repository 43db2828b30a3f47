/** What `explain` can be asked about a description, and what it takes behind that. */
export const operandsOf = {
  latency: "[FROM TO]",
  route: "FROM TO [without LINK|CORE]",
  placement: "[PROGRAM]",
  layout: "[INTERFACE[.OPERATION]]",
  address: "WHO ADDRESS",
  reach: "[WHO]",
  traffic: "",
  tree: "ROOT [CORES …]",
  interrupt: "[DEVICE|CONTROLLER|CORE]",
  failure: "[PART|LINK|DOMAIN …]",
  agreement: "[STATE]",
} as const;

export type Subject = keyof typeof operandsOf;

export const subjects = Object.keys(operandsOf);
