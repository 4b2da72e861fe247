/** Former names → today's: of keys, and of values, as `key: value`. A stack that has one is told the new name. */
export const renamed: ReadonlyMap<string, string> = new Map([
  ["slipway:adopt", "slipway:replaceFiles"],
  ["slipway:ciAccess.oidcProvider: found", "existing"],
  ["slipway:ciAccess.oidcProvider: made", "create"],
]);
