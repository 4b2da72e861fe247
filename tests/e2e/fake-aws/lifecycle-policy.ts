import {
  DeleteLifecyclePolicyCommand,
  GetLifecyclePolicyCommand,
  PutLifecyclePolicyCommand,
} from "@aws-sdk/client-ecr";
import * as v from "valibot";
import { documentText, knownSpelling, policyDocument, sameDocument } from "./documents.js";
import { isAnswer } from "./errors.js";
import type { Kind } from "./kind.js";
import { present, type Properties, same } from "./properties.js";

const inputs = { repository: v.string(), region: v.optional(v.string()), policy: policyDocument };
const nameOf = (given: Properties): string => String(given["repository"]);
const equal = (property: string, left: unknown, right: unknown): boolean =>
  property === "policy" ? sameDocument(left, right) : same(left, right);

/** aws:ecr/lifecyclePolicy:LifecyclePolicy. A changed policy is a new resource, the old one deleted first. */
export const lifecyclePolicy: Kind = {
  title: "ECR Lifecycle Policy",
  inputs,
  replacing: ["repository", "region", "policy"],
  nameOf,
  desired: (given) => given,
  equal,
  async create({ ecr }, given) {
    const lifecyclePolicyText = documentText(given["policy"]);
    await ecr.send(new PutLifecyclePolicyCommand({ repositoryName: nameOf(given), lifecyclePolicyText }));
    return nameOf(given);
  },
  async read({ ecr }, id, known) {
    try {
      const found = await ecr.send(new GetLifecyclePolicyCommand({ repositoryName: id }));
      return state(id, found.registryId, found.lifecyclePolicyText, known);
    } catch (error) {
      if (isAnswer(error, "LifecyclePolicyNotFoundException", "RepositoryNotFoundException"))
        return undefined;
      throw error;
    }
  },
  update: () =>
    Promise.reject(new Error("every input of a lifecycle policy replaces it; there is no update")),
  async delete({ ecr }, id) {
    try {
      await ecr.send(new DeleteLifecyclePolicyCommand({ repositoryName: id }));
    } catch (error) {
      if (!isAnswer(error, "LifecyclePolicyNotFoundException", "RepositoryNotFoundException")) throw error;
    }
  },
};

/** As long as the service's text means the same as the known one, the known spelling stays. */
function state(id: string, registryId: string | undefined, found: string | undefined, known: Properties) {
  return present({ repository: id, registryId, policy: knownSpelling(known["policy"], found) });
}
