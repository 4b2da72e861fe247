import type { CiAccess, Configuration } from "../../../../src/configuration/configuration.js";
import { configuration as usual } from "../fixtures.js";

/** The AWS role of a workflow, switched on and nothing else chosen. */
export const role: Extract<CiAccess, { kind: "role" }> = {
  kind: "role",
  oidcProvider: "existing",
  sessionHours: 1,
  githubIds: {},
  pullers: [],
};

/** The usual configuration, with the role. */
export const configuration: Configuration = { ...usual, ciAccess: role };
