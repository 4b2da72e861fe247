import {
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryPolicyCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import * as v from "valibot";
import { isAnswer } from "./errors";
import type { Kind } from "./kind";
import { present, type Properties, same } from "./properties";

// The SDK takes a policy as text or as a document; either way the service is sent text.
const document = v.union([v.string(), v.record(v.string(), v.unknown())]);
const inputs = { repository: v.string(), region: v.optional(v.string()), policy: document };

/** aws:ecr/lifecyclePolicy:LifecyclePolicy. A changed policy is a new resource, the old one deleted first. */
export const lifecyclePolicy: Kind = {
  title: "ECR Lifecycle Policy",
  inputs,
  replacing: ["repository", "region", "policy"],
  desired: (given) => given,
  equal: equalDocuments,
  async create(ecr, given) {
    await ecr.send(new PutLifecyclePolicyCommand(named(given, "lifecyclePolicyText")));
    return String(given["repository"]);
  },
  async read(ecr, id, known) {
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
  async delete(ecr, id) {
    try {
      await ecr.send(new DeleteLifecyclePolicyCommand({ repositoryName: id }));
    } catch (error) {
      if (!isAnswer(error, "LifecyclePolicyNotFoundException", "RepositoryNotFoundException")) throw error;
    }
  },
};

/** aws:ecr/repositoryPolicy:RepositoryPolicy. A changed policy is set in place. */
export const repositoryPolicy: Kind = {
  title: "ECR Repository Policy",
  inputs,
  replacing: ["repository", "region"],
  desired: (given) => given,
  equal: equalDocuments,
  async create(ecr, given) {
    await ecr.send(new SetRepositoryPolicyCommand(named(given, "policyText")));
    return String(given["repository"]);
  },
  async read(ecr, id, known) {
    try {
      const found = await ecr.send(new GetRepositoryPolicyCommand({ repositoryName: id }));
      return state(id, found.registryId, found.policyText, known);
    } catch (error) {
      if (isAnswer(error, "RepositoryPolicyNotFoundException", "RepositoryNotFoundException"))
        return undefined;
      throw error;
    }
  },
  async update(ecr, _id, _olds, news) {
    await ecr.send(new SetRepositoryPolicyCommand(named(news, "policyText")));
  },
  async delete(ecr, id) {
    try {
      await ecr.send(new DeleteRepositoryPolicyCommand({ repositoryName: id }));
    } catch (error) {
      if (!isAnswer(error, "RepositoryPolicyNotFoundException", "RepositoryNotFoundException")) throw error;
    }
  },
};

function named<Key extends string>(given: Properties, key: Key) {
  return { repositoryName: String(given["repository"]), [key]: text(given["policy"]) } as {
    repositoryName: string;
  } & Record<Key, string>;
}

function text(policy: unknown): string {
  return typeof policy === "string" ? policy : JSON.stringify(policy);
}

/** As long as the service's text means the same as the known one, the known spelling stays. */
function state(id: string, registryId: string | undefined, found: string | undefined, known: Properties) {
  const policy = equalDocuments("policy", known["policy"], found) ? text(known["policy"]) : found;
  return present({ repository: id, registryId, policy });
}

/** Two policies are the same if they parse to the same value; rules of a lifecycle go by priority, not by place. */
function equalDocuments(property: string, left: unknown, right: unknown): boolean {
  return property === "policy" ? same(parsed(left), parsed(right)) : same(left, right);
}

function parsed(policy: unknown): unknown {
  if (policy === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text(policy));
    const rules = v.safeParse(
      v.looseObject({ rules: v.array(v.looseObject({ rulePriority: v.number() })) }),
      value,
    );
    if (!rules.success) return value;
    return rules.output.rules.toSorted((a, b) => a.rulePriority - b.rulePriority);
  } catch {
    return policy;
  }
}
