/** Written down, so that each time the same things happen; SLIPWAY_SEED takes others. */
export const SEED = Number(process.env["SLIPWAY_SEED"] ?? 20_261_121);
