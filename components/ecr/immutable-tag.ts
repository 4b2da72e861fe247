import type { types } from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../src/problems/user-error.js";
import { asRunError } from "../as-run-error.js";
import { CONTENT_LABEL } from "../image/build-inputs.js";
import { publishedLabels } from "../../src/registry/published-labels.js";
import type { Credentials } from "../../src/registry/repository-client.js";

/**
 * Passes on a reference that its registry will not overwrite, unless it already holds something else.
 *
 * The registry would refuse the push as well, after the build and in words that name no fix. With the same content
 * nothing is pushed: the same source gives the same digest, and BuildKit does not send what the tag already holds.
 * A registry that cannot be asked is no reason to stop; the push will tell.
 *
 * @throws RunError, by way of the Output, where the tag holds other content.
 */
export function refuseOtherContent(
  reference: pulumi.Output<string>,
  content: string,
  logins: readonly types.input.RegistryArgs[],
): pulumi.Output<string> {
  const [login] = logins;
  const credentials = login && pulumi.output({ username: login.username, password: login.password });
  const checked = pulumi
    .all([reference, credentials])
    .apply(([image, known]) => asRunError(() => checkedReference(image, content, credentialsOf(known))));
  // The reference itself is no secret, though a password was needed to check it.
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

function credentialsOf(
  login: { username: string | undefined; password: string | undefined } | undefined,
): Credentials | undefined {
  return login?.username === undefined || login.password === undefined
    ? undefined
    : { username: login.username, password: login.password };
}
