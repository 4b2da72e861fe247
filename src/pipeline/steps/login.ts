import type { Step } from "../../catalogue/workflow-model.js";

/** User name for GHCR, as the system's document states it (X3). GHCR only checks the token. */
export type GhcrUser = "github.repository_owner" | "github.actor";

/** Logs in to GHCR with the job's token. */
export function logInToGhcr(username: GhcrUser, condition?: string): Step {
  return {
    name: "Log in to GHCR",
    ...(condition !== undefined && { if: condition }),
    uses: "docker/login-action",
    with: {
      registry: "ghcr.io",
      username: `\${{ ${username} }}`,
      password: "${{ secrets.GITHUB_TOKEN }}",
    },
  };
}

/**
 * Logs in to ECR with OIDC, without a stored key (D41). The stack that creates the role sets both variables. The
 * registry's host is `steps.ecr.outputs.registry`, within this job only: GitHub masks it in job outputs. The session
 * name contains only the run id, because AWS allows 64 characters and repository names have up to 100.
 */
export const logInToEcr: readonly Step[] = [
  {
    name: "Assume AWS role",
    uses: "aws-actions/configure-aws-credentials",
    with: {
      "role-to-assume": "${{ vars.AWS_ROLE_ARN }}",
      "aws-region": "${{ vars.AWS_REGION }}",
      "role-session-name": "run-${{ github.run_id }}",
    },
  },
  { name: "Log in to ECR", id: "ecr", uses: "aws-actions/amazon-ecr-login", with: { "mask-password": true } },
];
