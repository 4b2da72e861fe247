import { PULL_ACTIONS } from "../ecr/repository-policy.js";
import { repositoryArn, type AwsPlace } from "./aws-place.js";
import type { PermissionPolicy } from "./iam-document.js";

/** A right on an image repository. Pushing includes pulling, because a push looks for existing layers. */
export type Right = "pull" | "push";

/** The ECR actions of a right. None deletes: only the lifecycle policy expires images. */
export const RIGHTS: Readonly<Record<Right, readonly string[]>> = {
  pull: PULL_ACTIONS,
  push: [
    ...PULL_ACTIONS,
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
  ],
};

/** Logging in. It concerns no repository, so AWS accepts only `*`. */
export const LOGIN_ACTION = "ecr:GetAuthorizationToken";

/** Grants a right to the named repositories, and logging in; nothing else. */
export function registryRights(
  right: Right,
  repositories: readonly string[],
  place: AwsPlace,
): PermissionPolicy {
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "LogIn", Effect: "Allow", Action: [LOGIN_ACTION], Resource: ["*"] },
      {
        Sid: right === "push" ? "PushToNamedRepositories" : "PullFromNamedRepositories",
        Effect: "Allow",
        Action: RIGHTS[right],
        Resource: repositories.map((name) => repositoryArn(place, name)),
      },
    ],
  };
}
