import { PULL_ACTIONS } from "../ecr/repository-policy.js";
import { repositoryArn, type AwsPlace } from "./aws-place.js";
import type { PermissionPolicy } from "./iam-document.js";

/** What may be done with an image repository. Who may push may pull, because a push looks for what is there. */
export type Right = "pull" | "push";

/** The actions of ECR that a right is made of. Deleting is none: images expire by the lifecycle policy alone. */
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

/** Logging in. It is about no repository, so AWS knows it for `*` alone. */
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
