import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import * as v from "valibot";
import { documentText, knownSpelling, policyDocument, sameDocument } from "./documents.js";
import { isAnswer } from "./errors.js";
import type { Kind } from "./kind.js";
import { present, type Properties, same } from "./properties.js";

/** aws:iam/rolePolicy:RolePolicy, a policy inside a role. Its id is `ROLE:NAME`. */
export const rolePolicy: Kind = {
  title: "IAM Role Policy",
  inputs: { name: v.string(), role: v.string(), policy: policyDocument },
  replacing: ["name", "role"],
  nameOf: idOf,
  desired: (given) => given,
  equal: (property, left, right) => (property === "policy" ? sameDocument(left, right) : same(left, right)),

  async create({ iam }, given) {
    await iam.send(new PutRolePolicyCommand(placed(given)));
    return idOf(given);
  },

  async read({ iam }, id, known) {
    const [RoleName, PolicyName] = id.split(":");
    try {
      const found = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      const policy = decodeURIComponent(found.PolicyDocument ?? "");
      return present({
        name: PolicyName,
        role: RoleName,
        policy: knownSpelling(known["policy"], policy),
      });
    } catch (error) {
      if (isAnswer(error, "NoSuchEntityException")) return undefined;
      throw error;
    }
  },

  async update({ iam }, _id, _olds, news) {
    await iam.send(new PutRolePolicyCommand(placed(news)));
  },

  async delete({ iam }, id) {
    const [RoleName, PolicyName] = id.split(":");
    try {
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    } catch (error) {
      if (!isAnswer(error, "NoSuchEntityException")) throw error;
    }
  },
};

function idOf({ role, name }: Properties): string {
  return `${String(role)}:${String(name)}`;
}

function placed({ role, name, policy }: Properties) {
  return { RoleName: String(role), PolicyName: String(name), PolicyDocument: documentText(policy) };
}
