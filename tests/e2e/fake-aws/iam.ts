import * as iamApi from "@aws-sdk/client-iam";
import * as v from "valibot";
import { type Clients, kind, type Properties } from "./kind.js";

const gone = ["NoSuchEntityException"];

/** aws:iam/role:Role. Its id is its name. */
export const role = kind({
  title: "IAM Role",
  inputs: {
    // The real provider can invent a name; a program whose names come from a plan must always give one.
    name: v.pipe(v.string(), v.regex(/^[\w+=,.@-]{1,64}$/)),
    description: v.optional(v.pipe(v.string(), v.maxLength(1000)), ""),
    assumeRolePolicy: v.string(),
    maxSessionDuration: v.optional(v.pipe(v.number(), v.minValue(3600), v.maxValue(43_200)), 3600),
    permissionsBoundary: v.optional(v.union([v.literal(""), v.pipe(v.string(), v.startsWith("arn:"))]), ""),
  },
  replacing: ["name"],
  gone,
  nameOf: ({ name }) => String(name),

  async create({ iam }, given) {
    await iam.send(
      new iamApi.CreateRoleCommand({
        RoleName: given.name,
        Description: given.description,
        MaxSessionDuration: given.maxSessionDuration,
        PermissionsBoundary: given.permissionsBoundary || undefined,
        AssumeRolePolicyDocument: given.assumeRolePolicy,
      }),
    );
    return undefined;
  },

  async read({ iam }, RoleName) {
    const { Role: found } = await iam.send(new iamApi.GetRoleCommand({ RoleName }));
    return {
      arn: found?.Arn,
      name: found?.RoleName,
      uniqueId: found?.RoleId,
      description: found?.Description ?? "",
      maxSessionDuration: found?.MaxSessionDuration,
      permissionsBoundary: found?.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
      assumeRolePolicy: decodeURIComponent(found?.AssumeRolePolicyDocument ?? ""),
    };
  },

  async update({ iam }, given, differs) {
    const { name: RoleName, assumeRolePolicy: PolicyDocument, permissionsBoundary } = given;
    if (differs("assumeRolePolicy")) {
      await iam.send(new iamApi.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    }
    if (differs("description") || differs("maxSessionDuration")) {
      const { description: Description, maxSessionDuration: MaxSessionDuration } = given;
      await iam.send(new iamApi.UpdateRoleCommand({ RoleName, Description, MaxSessionDuration }));
    }
    if (!differs("permissionsBoundary")) return;
    const PermissionsBoundary = permissionsBoundary;
    await (permissionsBoundary === ""
      ? iam.send(new iamApi.DeleteRolePermissionsBoundaryCommand({ RoleName }))
      : iam.send(new iamApi.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })));
  },

  delete: ({ iam }, RoleName) => iam.send(new iamApi.DeleteRoleCommand({ RoleName })),
});

interface PlacedPolicy {
  readonly name: string;
  readonly role: string;
  readonly policy: string;
}

async function putPolicy({ iam }: Clients, { role: RoleName, name: PolicyName, policy }: PlacedPolicy) {
  await iam.send(new iamApi.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: policy }));
}

function placeOf(id: string) {
  const [RoleName, PolicyName] = id.split(":");
  return { RoleName, PolicyName };
}

/** aws:iam/rolePolicy:RolePolicy, a policy inside a role. Its id is `ROLE:NAME`. */
export const rolePolicy = kind({
  title: "IAM Role Policy",
  inputs: { name: v.string(), role: v.string(), policy: v.string() },
  replacing: ["name", "role"],
  gone,
  nameOf: ({ role, name }) => `${String(role)}:${String(name)}`,
  create: (clients, given) => putPolicy(clients, given).then(() => undefined),
  async read({ iam }, id) {
    const found = await iam.send(new iamApi.GetRolePolicyCommand(placeOf(id)));
    const policy = decodeURIComponent(found.PolicyDocument ?? "");
    return { name: found.PolicyName, role: found.RoleName, policy };
  },
  update: putPolicy,
  delete: ({ iam }, id) => iam.send(new iamApi.DeleteRolePolicyCommand(placeOf(id))),
});

/** aws:iam/rolePoliciesExclusive:RolePoliciesExclusive: a role has these policies inside it, and no other. */
export const rolePoliciesExclusive = exclusive("IAM Role Policies Exclusive", "policyNames", {
  list: async ({ iam }, RoleName) =>
    (await iam.send(new iamApi.ListRolePoliciesCommand({ RoleName }))).PolicyNames ?? [],
  remove: ({ iam }, RoleName, PolicyName) =>
    iam.send(new iamApi.DeleteRolePolicyCommand({ RoleName, PolicyName })),
});

/** aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive: the same of policies that are attached. */
export const attachmentsExclusive = exclusive("IAM Role Policy Attachments Exclusive", "policyArns", {
  async list({ iam }, RoleName) {
    const { AttachedPolicies = [] } = await iam.send(
      new iamApi.ListAttachedRolePoliciesCommand({ RoleName }),
    );
    return AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
  },
  remove: ({ iam }, RoleName, PolicyArn) =>
    iam.send(new iamApi.DetachRolePolicyCommand({ RoleName, PolicyArn })),
});

/** What a role holds, by name or ARN. */
interface Holdings {
  readonly list: (clients: Clients, role: string) => Promise<string[]>;
  readonly remove: (clients: Clients, role: string, item: string) => Promise<unknown>;
}

/** Takes away what is not wanted. The real provider would add what is missing, too; Slipway never leaves that to it. */
function exclusive(title: string, property: "policyNames" | "policyArns", { list, remove }: Holdings) {
  const names = v.array(v.string());
  const enforce = async (clients: Clients, given: Properties): Promise<void> => {
    const roleName = String(given["roleName"]);
    const wanted = v.parse(names, given[property]);
    const present = await list(clients, roleName);
    const missing = wanted.filter((item) => !present.includes(item));
    if (missing.length > 0) throw new Error(`${roleName} lacks ${missing.join(", ")}`);
    for (const item of present) if (!wanted.includes(item)) await remove(clients, roleName, item);
  };
  return kind({
    title,
    inputs: { roleName: v.string(), [property]: names },
    replacing: ["roleName"],
    gone,
    nameOf: ({ roleName }) => String(roleName),
    create: (clients, given) => enforce(clients, given).then(() => undefined),
    read: async (clients, roleName) => ({
      roleName,
      [property]: (await list(clients, roleName)).toSorted(),
    }),
    update: enforce,
  });
}

/** aws:iam/openIdConnectProvider:OpenIdConnectProvider. Its id is its ARN. */
export const openIdConnectProvider = kind({
  title: "IAM OIDC Provider",
  inputs: {
    url: v.pipe(v.string(), v.startsWith("https://")),
    clientIdLists: v.array(v.string()),
    tags: v.record(v.string(), v.string()),
  },
  // moto cannot change audiences; the real provider could.
  replacing: ["url", "clientIdLists", "tags"],
  gone,
  nameOf: ({ url }) => String(url),
  async create({ iam }, { url, clientIdLists, tags }) {
    const created = await iam.send(
      new iamApi.CreateOpenIDConnectProviderCommand({
        Url: url,
        ClientIDList: clientIdLists,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return created.OpenIDConnectProviderArn;
  },
  read: async ({ iam }, arn) => {
    const { url, ...found } = await readOidcProvider(iam, arn);
    // IAM leaves the scheme out.
    return { ...found, url: `https://${url}` };
  },
  delete: ({ iam }, OpenIDConnectProviderArn) =>
    iam.send(new iamApi.DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })),
});

/** An OIDC provider as the service tells of it. */
export async function readOidcProvider(iam: iamApi.IAMClient, arn: string) {
  const found = await iam.send(new iamApi.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
  return {
    arn,
    url: found.Url ?? "",
    clientIdLists: found.ClientIDList ?? [],
    thumbprintLists: found.ThumbprintList ?? [],
    tags: Object.fromEntries((found.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
  };
}
