import type { types } from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../src/problems/user-error.js";
import { asRunError } from "../as-run-error.js";
import { CONTENT_LABEL } from "../image/build-inputs.js";
import { publishedLabels } from "../../src/registry/published-labels.js";
import type { Credentials } from "../../src/registry/repository-client.js";

/**
 * Returns a reference that its registry does not overwrite, unless it already holds other content.
 *
 * The registry would refuse the push too, but after the build and without a fix. With the same content nothing is
 * pushed: the same source gives the same digest. If the registry does not answer, the push will show it.
 *
 * @throws RunError, by way of the Output, where the tag holds other content.
 */
export function refuseOtherContent(
  reference: pulumi.Output<string>,
  content: string,
  logins: readonly types.input.RegistryArgs[],
): pulumi.Output<string> {
  const checked = pulumi
    .all([reference, logins[0]?.username, logins[0]?.password])
    .apply(([image, username, password]) => {
      const isKnown = username !== undefined && password !== undefined;
      return asRunError(() => checkedReference(image, content, isKnown ? { username, password } : undefined));
    });
  // The reference itself is not secret, although the check needed a password.
  return pulumi.unsecret(checked);
}

/** The check itself. */
export async function checkedReference(
  reference: string,
  content: string,
  credentials: Credentials | undefined,
): Promise<string> {
  const labels = await publishedLabels(reference, credentials);
  if (labels === undefined || labels[CONTENT_LABEL] === content) return reference;
  throw new UserError(
    `${reference} is immutable and already holds other content. Publish under a new version: pulumi config set slipway:release VERSION`,
  );
}
