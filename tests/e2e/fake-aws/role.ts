import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  GetRoleCommand,
  PutRolePermissionsBoundaryCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import * as v from "valibot";
import { documentText, knownSpelling, policyDocument, sameDocument } from "./documents.js";
import { isAnswer } from "./errors.js";
import type { Kind } from "./kind.js";
import { present, same } from "./properties.js";

const form = v.looseObject({
  name: v.string(),
  description: v.optional(v.string()),
  maxSessionDuration: v.optional(v.number()),
  permissionsBoundary: v.optional(v.string()),
});

/** aws:iam/role:Role. Its id is its name. */
export const role: Kind = {
  title: "IAM Role",
  inputs: {
    // The real provider can invent a name; a program whose names come from a plan must always give one.
    name: v.pipe(v.string(), v.regex(/^[\w+=,.@-]{1,64}$/)),
    description: v.optional(v.pipe(v.string(), v.maxLength(1000))),
    assumeRolePolicy: policyDocument,
    maxSessionDuration: v.optional(v.pipe(v.number(), v.minValue(3600), v.maxValue(43_200))),
    permissionsBoundary: v.optional(v.pipe(v.string(), v.startsWith("arn:"))),
  },
  replacing: ["name"],
  nameOf: ({ name }) => String(name),
  desired: (given) => ({
    ...given,
    description: given["description"] ?? "",
    maxSessionDuration: given["maxSessionDuration"] ?? 3600,
    permissionsBoundary: given["permissionsBoundary"] ?? "",
  }),
  equal: (property, left, right) =>
    property === "assumeRolePolicy" ? sameDocument(left, right) : same(left, right),

  async create({ iam }, given) {
    const { name, description, maxSessionDuration, permissionsBoundary } = v.parse(form, given);
    const AssumeRolePolicyDocument = documentText(given["assumeRolePolicy"]);
    await iam.send(
      new CreateRoleCommand({
        RoleName: name,
        Description: description,
        MaxSessionDuration: maxSessionDuration,
        PermissionsBoundary: permissionsBoundary,
        AssumeRolePolicyDocument,
      }),
    );
    return name;
  },

  async read({ iam }, id, known) {
    try {
      const { Role: found } = await iam.send(new GetRoleCommand({ RoleName: id }));
      const trust = decodeURIComponent(found?.AssumeRolePolicyDocument ?? "");
      return present({
        arn: found?.Arn,
        name: found?.RoleName,
        uniqueId: found?.RoleId,
        description: found?.Description ?? "",
        maxSessionDuration: found?.MaxSessionDuration,
        permissionsBoundary: found?.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
        assumeRolePolicy: knownSpelling(known["assumeRolePolicy"], trust),
      });
    } catch (error) {
      if (isAnswer(error, "NoSuchEntityException")) return undefined;
      throw error;
    }
  },

  async update({ iam }, RoleName, olds, news) {
    const [old, wanted] = [role.desired(olds), role.desired(news)];
    const differs = (property: string) => !role.equal(property, old[property], wanted[property]);
    const { description, maxSessionDuration, permissionsBoundary } = v.parse(form, wanted);
    if (differs("assumeRolePolicy")) {
      const PolicyDocument = documentText(wanted["assumeRolePolicy"]);
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    }
    if (differs("description") || differs("maxSessionDuration")) {
      const [Description, MaxSessionDuration] = [description, maxSessionDuration];
      await iam.send(new UpdateRoleCommand({ RoleName, Description, MaxSessionDuration }));
    }
    if (!differs("permissionsBoundary")) return;
    await (permissionsBoundary === ""
      ? iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }))
      : iam.send(
          new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: permissionsBoundary }),
        ));
  },

  async delete({ iam }, RoleName) {
    try {
      await iam.send(new DeleteRoleCommand({ RoleName }));
    } catch (error) {
      if (!isAnswer(error, "NoSuchEntityException")) throw error;
    }
  },
};
