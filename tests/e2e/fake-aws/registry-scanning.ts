import {
  GetRegistryScanningConfigurationCommand,
  PutRegistryScanningConfigurationCommand,
} from "@aws-sdk/client-ecr";
import * as v from "valibot";
import type { Clients } from "./clients.js";
import type { Kind } from "./kind.js";
import { present, type Properties, same } from "./properties.js";

const rules = v.pipe(
  v.array(
    v.strictObject({
      scanFrequency: v.picklist(["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"]),
      repositoryFilters: v.array(v.strictObject({ filter: v.string(), filterType: v.literal("WILDCARD") })),
    }),
  ),
  v.maxLength(100),
);
const scanType = v.picklist(["BASIC", "ENHANCED"]);
const form = v.looseObject({ scanType, rules: v.optional(rules, []) });

/** aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration. A registry always has one; its id is the account. */
export const registryScanning: Kind = {
  title: "ECR Registry Scanning Configuration",
  inputs: { scanType, rules: v.optional(rules), region: v.optional(v.string()) },
  replacing: ["region"],
  nameOf: ({ scanType }) => String(scanType),
  desired: (given) => ({ ...given, rules: given["rules"] ?? [] }),
  equal: (_property, left, right) => same(left, right),
  async create(clients, given) {
    await put(clients, given);
    const { registryId } = await clients.ecr.send(new GetRegistryScanningConfigurationCommand({}));
    return String(registryId);
  },
  async read({ ecr }) {
    const { registryId, scanningConfiguration } = await ecr.send(
      new GetRegistryScanningConfigurationCommand({}),
    );
    return present({
      registryId,
      scanType: scanningConfiguration?.scanType,
      rules: scanningConfiguration?.rules ?? [],
    });
  },
  async update(clients, _id, _olds, news) {
    await put(clients, news);
  },
  // AWS's own default.
  delete: (clients) => put(clients, { scanType: "BASIC", rules: [] }),
};

async function put({ ecr }: Clients, given: Properties): Promise<void> {
  await ecr.send(new PutRegistryScanningConfigurationCommand(v.parse(form, given)));
}
