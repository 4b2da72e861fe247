import * as v from "valibot";
import { conflict, NO_CONTENT, notFound, ok, unprocessable } from "../answer.js";
import { route, type Route } from "../route.js";

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
  route("GET /actions/permissions", READ, ({ repository, url }) => {
    const { enabled, ...rest } = repository.settings.actions;
    if (!enabled) return ok({ enabled });
    const selected_actions_url = url(`/repos/${repository.fullName}/actions/permissions/selected-actions`);
    return ok({
      enabled,
      ...rest,
      ...(rest.allowed_actions === "selected" ? { selected_actions_url } : {}),
    });
  }),
  route("PUT /actions/permissions", WRITE, ({ body, repository }) => {
    const wanted = body(actions);
    if (repository.settings.organization.decidesActions) throw conflict("Conflict");
    repository.settings.actions = { ...repository.settings.actions, ...wanted };
    return NO_CONTENT;
  }),
  route("GET /actions/permissions/selected-actions", READ, ({ repository }) => {
    if (repository.settings.actions.allowed_actions !== "selected") throw conflict("Conflict");
    return ok(repository.settings.selectedActions);
  }),
  route("PUT /actions/permissions/selected-actions", WRITE, ({ body, repository }) => {
    const wanted = body(selectedActions);
    if (repository.settings.actions.allowed_actions !== "selected") throw conflict("Conflict");
    repository.settings.selectedActions = { ...repository.settings.selectedActions, ...wanted };
    return NO_CONTENT;
  }),
  route("GET /actions/permissions/workflow", READ, ({ repository }) => ok(repository.settings.workflow)),
  route("PUT /actions/permissions/workflow", WRITE, ({ body, repository }) => {
    repository.settings.workflow = { ...repository.settings.workflow, ...body(workflow) };
    return NO_CONTENT;
  }),
  route("GET /vulnerability-alerts", READ, ({ repository }) => {
    if (!repository.settings.vulnerabilityAlerts) throw notFound("Vulnerability alerts are disabled.");
    return NO_CONTENT;
  }),
  route("PUT /vulnerability-alerts", WRITE, ({ repository }) => {
    repository.settings.vulnerabilityAlerts = true;
    return NO_CONTENT;
  }),
  route("GET /automated-security-fixes", READ, ({ repository }) => {
    if (!repository.settings.automatedSecurityFixes) throw notFound();
    return ok({ enabled: true, paused: false });
  }),
  route("PUT /automated-security-fixes", WRITE, ({ repository }) => {
    if (!repository.settings.vulnerabilityAlerts) {
      throw unprocessable("Vulnerability alerts must be enabled to configure automated security fixes.");
    }
    repository.settings.automatedSecurityFixes = true;
    return NO_CONTENT;
  }),
];
