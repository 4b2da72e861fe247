import {
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import * as v from "valibot";
import type { Clients } from "./clients.js";
import { isAnswer } from "./errors.js";
import type { Kind } from "./kind.js";
import type { Properties } from "./properties.js";
import { same } from "./properties.js";

const names = v.array(v.string());

/** aws:iam/rolePoliciesExclusive:RolePoliciesExclusive: a role has these policies inside it, and no other. */
export const rolePoliciesExclusive = exclusive("IAM Role Policies Exclusive", "policyNames", {
  async list(iam, RoleName) {
    return (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames ?? [];
  },
  async remove(iam, RoleName, PolicyName) {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  },
});

/** aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive: the same of policies that are attached. */
export const rolePolicyAttachmentsExclusive = exclusive(
  "IAM Role Policy Attachments Exclusive",
  "policyArns",
  {
    async list(iam, RoleName) {
      const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
      return AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
    },
    async remove(iam, RoleName, PolicyArn) {
      await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    },
  },
);

/** What a role holds, by name or ARN. */
interface Holdings {
  list(iam: IAMClient, role: string): Promise<string[]>;
  remove(iam: IAMClient, role: string, item: string): Promise<void>;
}

/** Takes away what is not wanted. The real provider would add what is missing, too; Slipway never leaves that to it. */
function exclusive(title: string, property: "policyNames" | "policyArns", holdings: Holdings): Kind {
  const wanted = (given: Properties) => v.parse(names, given[property]).toSorted();
  const enforce = async ({ iam }: Clients, given: Properties): Promise<void> => {
    const role = String(given["roleName"]);
    const present = await holdings.list(iam, role);
    const missing = wanted(given).filter((item) => !present.includes(item));
    if (missing.length > 0) throw new Error(`${role} lacks ${missing.join(", ")}`);
    for (const item of present.filter((item) => !wanted(given).includes(item))) {
      await holdings.remove(iam, role, item);
    }
  };
  return {
    title,
    inputs: { roleName: v.string(), [property]: names },
    replacing: ["roleName"],
    nameOf: ({ roleName }) => String(roleName),
    desired: (given) => given,
    equal: (key, left, right) => (key === property ? same(sorted(left), sorted(right)) : same(left, right)),
    async create(clients, given) {
      await enforce(clients, given);
      return String(given["roleName"]);
    },
    async read({ iam }, id) {
      try {
        return { roleName: id, [property]: (await holdings.list(iam, id)).toSorted() };
      } catch (error) {
        if (isAnswer(error, "NoSuchEntityException")) return undefined;
        throw error;
      }
    },
    update: (clients, _id, _olds, news) => enforce(clients, news),
    // It is a promise about the role, and ends with it.
    delete: () => Promise.resolve(),
  };
}

function sorted(items: unknown): unknown {
  return Array.isArray(items) ? items.toSorted() : items;
}
