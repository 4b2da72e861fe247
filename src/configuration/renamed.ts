/** Old names → new names, of keys and of values (`key: value`). The error for an old name states the new one. */
export const renamed: ReadonlyMap<string, string> = new Map([
  ["slipway:adopt", "slipway:replaceFiles"],
  ["slipway:ciAccess.oidcProvider: found", "existing"],
  ["slipway:ciAccess.oidcProvider: made", "create"],
]);
