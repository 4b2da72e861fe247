import type { Step } from "../../catalogue/workflow-model.js";

/** The user name at GHCR, as the system's document says (X3). GHCR itself looks at the token alone. */
export type GhcrUser = "github.repository_owner" | "github.actor";

/** Logs in to GHCR with the job's own token. */
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
 * Logs in to ECR by OIDC: no key is stored anywhere (D41). The stack that made the role sets both variables. The
 * registry's host is `steps.ecr.outputs.registry`, within this job: GitHub blanks it in a job's outputs. The session is
 * named by the run alone: AWS takes 64 characters, a repository's name has up to 100, and the role tells the system.
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
