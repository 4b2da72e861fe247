import * as v from "valibot";
import { conflict, NO_CONTENT, notFound, ok, unprocessable } from "../answer.js";
import type { Route } from "../route.js";

const READ = ["administration", "read"] as const;
const WRITE = ["administration", "write"] as const;

const actions = v.strictObject({
  enabled: v.boolean(),
  allowed_actions: v.exactOptional(v.picklist(["all", "local_only", "selected"])),
  sha_pinning_required: v.exactOptional(v.boolean()),
});
const selectedActions = v.strictObject({
  github_owned_allowed: v.exactOptional(v.boolean()),
  verified_allowed: v.exactOptional(v.boolean()),
  patterns_allowed: v.exactOptional(v.array(v.string())),
});
const workflow = v.strictObject({
  default_workflow_permissions: v.exactOptional(v.picklist(["read", "write"])),
  can_approve_pull_request_reviews: v.exactOptional(v.boolean()),
});

/** What is switched on a whole repository. */
export const settings: readonly Route[] = [
  {
    method: "GET",
    path: "/actions/permissions",
    documentation: "actions/permissions#get-github-actions-permissions-for-a-repository",
    needs: READ,
    answer({ repository, url }) {
      const { enabled, ...rest } = repository.settings.actions;
      if (!enabled) return ok({ enabled });
      const selected_actions_url = url(`/repos/${repository.fullName}/actions/permissions/selected-actions`);
      return ok({
        enabled,
        ...rest,
        ...(rest.allowed_actions === "selected" ? { selected_actions_url } : {}),
      });
    },
  },
  {
    method: "PUT",
    path: "/actions/permissions",
    documentation: "actions/permissions#set-github-actions-permissions-for-a-repository",
    needs: WRITE,
    answer({ body, repository }) {
      const wanted = body(actions);
      if (repository.settings.organization.decidesActions) throw conflict("Conflict");
      repository.settings.actions = { ...repository.settings.actions, ...wanted };
      return NO_CONTENT;
    },
  },
  {
    method: "GET",
    path: "/actions/permissions/selected-actions",
    documentation: "actions/permissions#get-allowed-actions-and-reusable-workflows-for-a-repository",
    needs: READ,
    answer({ repository }) {
      if (repository.settings.actions.allowed_actions !== "selected") throw conflict("Conflict");
      return ok(repository.settings.selectedActions);
    },
  },
  {
    method: "PUT",
    path: "/actions/permissions/selected-actions",
    documentation: "actions/permissions#set-allowed-actions-and-reusable-workflows-for-a-repository",
    needs: WRITE,
    answer({ body, repository }) {
      const wanted = body(selectedActions);
      if (repository.settings.actions.allowed_actions !== "selected") throw conflict("Conflict");
      repository.settings.selectedActions = { ...repository.settings.selectedActions, ...wanted };
      return NO_CONTENT;
    },
  },
  {
    method: "GET",
    path: "/actions/permissions/workflow",
    documentation: "actions/permissions#get-default-workflow-permissions-for-a-repository",
    needs: READ,
    answer: ({ repository }) => ok(repository.settings.workflow),
  },
  {
    method: "PUT",
    path: "/actions/permissions/workflow",
    documentation: "actions/permissions#set-default-workflow-permissions-for-a-repository",
    needs: WRITE,
    answer({ body, repository }) {
      const wanted = body(workflow);
      const widens = wanted.default_workflow_permissions === "write";
      if (widens && repository.settings.organization.readOnlyTokens) throw conflict("Conflict");
      repository.settings.workflow = { ...repository.settings.workflow, ...wanted };
      return NO_CONTENT;
    },
  },
  {
    method: "GET",
    path: "/vulnerability-alerts",
    documentation: "repos/repos#check-if-vulnerability-alerts-are-enabled-for-a-repository",
    needs: READ,
    answer({ repository }) {
      if (!repository.settings.vulnerabilityAlerts) throw notFound("Vulnerability alerts are disabled.");
      return NO_CONTENT;
    },
  },
  {
    method: "PUT",
    path: "/vulnerability-alerts",
    documentation: "repos/repos#enable-vulnerability-alerts",
    needs: WRITE,
    answer({ repository }) {
      repository.settings.vulnerabilityAlerts = true;
      return NO_CONTENT;
    },
  },
  {
    method: "DELETE",
    path: "/vulnerability-alerts",
    documentation: "repos/repos#disable-vulnerability-alerts",
    needs: WRITE,
    answer({ repository }) {
      repository.settings.vulnerabilityAlerts = false;
      repository.settings.automatedSecurityFixes = false;
      return NO_CONTENT;
    },
  },
  {
    method: "GET",
    path: "/automated-security-fixes",
    documentation: "repos/repos#check-if-dependabot-security-updates-are-enabled-for-a-repository",
    needs: READ,
    answer({ repository }) {
      if (!repository.settings.automatedSecurityFixes) throw notFound();
      return ok({ enabled: true, paused: false });
    },
  },
  {
    method: "PUT",
    path: "/automated-security-fixes",
    documentation: "repos/repos#enable-dependabot-security-updates",
    needs: WRITE,
    answer({ repository }) {
      if (!repository.settings.vulnerabilityAlerts) {
        throw unprocessable("Vulnerability alerts must be enabled to configure automated security fixes.");
      }
      repository.settings.automatedSecurityFixes = true;
      return NO_CONTENT;
    },
  },
  {
    method: "DELETE",
    path: "/automated-security-fixes",
    documentation: "repos/repos#disable-dependabot-security-updates",
    needs: WRITE,
    answer({ repository }) {
      repository.settings.automatedSecurityFixes = false;
      return NO_CONTENT;
    },
  },
];
