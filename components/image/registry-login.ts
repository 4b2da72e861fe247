import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getAuthorizationTokenOutput } from "@pulumi/aws/ecr/getAuthorizationToken";
import type { types } from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { ecrHost } from "../../src/catalogue/names.js";
import type { HostPlan } from "../../src/plan/resolved-system.js";

/** A registry to publish to: its host, and what to log in with. */
export interface Registry {
  readonly host: pulumi.Output<string>;
  /** Empty if the builder needs no login, or reads it from Docker's own configuration. */
  readonly logins: readonly types.input.RegistryArgs[];
}

/**
 * Finds the registry of a plan. For ECR, asks AWS for the account, so that a preview knows references, and for a token
 * that lasts twelve hours. The token is a secret: the state holds it encrypted, and the provider ignores a changed one.
 */
export function registryAt(host: HostPlan): Registry {
  switch (host.kind) {
    case "known":
      return { host: pulumi.output(host.host), logins: [] };
    case "ecr": {
      const address = getCallerIdentityOutput().accountId.apply((id) => ecrHost(id, host.region));
      const token = getAuthorizationTokenOutput();
      return {
        host: address,
        logins: [{ address, username: token.userName, password: pulumi.secret(token.password) }],
      };
    }
    default:
      return host satisfies never;
  }
}
