import type { ExpressionReader } from "../../pipeline/expression-reader.js";
import type { Job, Workflow } from "../../catalogue/workflow-model.js";
import type { Configuration } from "../../configuration/configuration.js";
import { groupBy } from "../../catalogue/group-by.js";
import { ghcrRepository } from "../../catalogue/names.js";
import type { System } from "../../catalogue/system.js";
import type { AwsPlace } from "./aws-place.js";
import type { GithubRepository } from "./github-subject.js";
import { githubToken } from "./github-token.js";
import { mayPush } from "./may-push.js";
import { scenariosOf, type Scenario } from "./scenario.js";
import { takesRole } from "./origins.js";
import { githubRepository, planRoles, workflowsFor } from "./plan-roles.js";
import type { Right } from "./registry-rights.js";
import { roleDocuments, type RolePlan } from "./role-plan.js";
import { runningJobs } from "./running-jobs.js";

/** What somebody may do with the images of one system. */
export interface AccessRow {
  readonly system: string;
  /** `OWNER/NAME` on GitHub, an AWS account or the ARN of a role. */
  readonly who: string;
  /** In words; empty where it is nobody on GitHub. */
  readonly ref: string;
  /** GitHub's name of the event; empty where it is nobody on GitHub. */
  readonly event: string;
  /** Image repositories, with their registry. */
  readonly repositories: readonly string[];
  readonly right: Right | "none";
  /** The jobs or the policy that have the right, or what refuses it. */
  readonly by: string;
}

/**
 * Who may do what where: for every event that starts a workflow of a system, the most that its jobs may do with the
 * system's images, by the permissions of their tokens on GHCR and by the documents of their role on ECR; and then the
 * AWS principals that may pull. What cannot be told beforehand counts as allowed. Pure.
 */
export function accessTable(
  systems: readonly System[],
  configuration: Configuration,
  reader: ExpressionReader,
): AccessRow[] {
  return systems.flatMap((system) => [
    ...scenarioRows(system, configuration, reader),
    ...principalRows(system, configuration),
  ]);
}

/** A job that runs, and in what. */
interface Run {
  readonly scenario: Scenario;
  readonly jobs: readonly (readonly [id: string, job: Job])[];
}

function scenarioRows(system: System, configuration: Configuration, reader: ExpressionReader): AccessRow[] {
  const repository = githubRepository(system, configuration.owner, configuration.ciAccess);
  const rightsIn = system.registry === "ghcr" ? rightsOnGhcr : rightsOnEcr(system, configuration, repository);
  return runsOf(workflowsFor(system, configuration), reader).map((run) => ({
    system: system.name,
    who: `${repository.owner}/${repository.name}`,
    ref: run.scenario.ref,
    event: run.scenario.event,
    repositories: repositoriesOf(system, configuration),
    ...rightsIn(run),
  }));
}

/** One run an event and ref, with the jobs of every workflow that starts. */
function runsOf(workflows: readonly Workflow[], reader: ExpressionReader): Run[] {
  const runs = workflows.flatMap((workflow) =>
    scenariosOf(workflow).map((scenario) => ({ scenario, jobs: runningJobs(workflow, scenario, reader) })),
  );
  return [...groupBy(runs, ({ scenario }) => JSON.stringify(scenario)).values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ scenario: first.scenario, jobs: same.flatMap(({ jobs }) => jobs) }];
  });
}

type Rights = Pick<AccessRow, "right" | "by">;

const NO_JOB = "no job that runs has the permission";

function rightsOnGhcr({ scenario, jobs }: Run): Rights {
  const having = (access: "read" | "write") =>
    jobs.filter(([, { permissions }]) => permissions.packages?.access === access).map(([id]) => id);
  const [writing, reading] = [having("write"), having("read")];
  if (scenario.isFromFork) {
    const all = [...writing, ...reading];
    return all.length === 0 ? none(NO_JOB) : { right: "pull", by: byJobs(all) };
  }
  if (writing.length > 0) return { right: "push", by: byJobs(writing) };
  return reading.length === 0 ? none(NO_JOB) : { right: "pull", by: byJobs(reading) };
}

/** Stands for the stack's account, which decides nothing: role and repositories are in the same. */
const ACCOUNT = "000000000000";

function rightsOnEcr(system: System, configuration: Configuration, repository: GithubRepository) {
  const role = planRoles(system, configuration).find(({ right }) => right === "push");
  return ({ scenario, jobs }: Run): Rights => {
    const takers = jobs.filter(
      ([, job]) => takesRole(job) && job.permissions["id-token"]?.access === "write",
    );
    if (takers.length === 0) return none(NO_JOB);
    if (role === undefined) return none("this stack makes no role to push with");
    if (scenario.isFromFork) return none("GitHub gives forks no identity");
    const refusals = takers.map(([id, job]) => ({
      id,
      because: refusalOf(role, githubToken(repository, scenario, job)),
    }));
    const allowed = refusals.filter(({ because }) => because === undefined).map(({ id }) => id);
    if (allowed.length > 0) return { right: "push", by: `${byJobs(allowed)}, role ${role.name}` };
    return none(refusals.flatMap(({ because }) => because ?? []).join("; "));
  };
}

/** What refuses a push to any of the role's repositories. */
function refusalOf(role: RolePlan, token: ReturnType<typeof githubToken>): string | undefined {
  const place: AwsPlace = { account: ACCOUNT, region: role.region };
  const documents = roleDocuments(role, ACCOUNT);
  return role.repositories
    .map((name) => mayPush(documents, token, place, name))
    .flatMap((decision) => (decision.allowed ? [] : [decision.because]))
    .at(0);
}

function principalRows(system: System, configuration: Configuration): AccessRow[] {
  if (system.registry !== "ecr" || configuration.registry.kind !== "cloud") return [];
  const common = {
    system: system.name,
    ref: "",
    event: "",
    repositories: repositoriesOf(system, configuration),
    right: "pull" as const,
  };
  return [
    ...configuration.pullAccounts.map((id) => ({
      ...common,
      who: `AWS account ${id}`,
      by: "the repositories' policies",
    })),
    ...planRoles(system, configuration).flatMap(({ name, trusted }) =>
      trusted.kind === "aws"
        ? trusted.principals.map((principal) => ({
            ...common,
            who: principal.startsWith("arn:") ? principal : `AWS account ${principal}`,
            by: `role ${name}`,
          }))
        : [],
    ),
  ];
}

function repositoriesOf(system: System, { owner, registry }: Configuration): string[] {
  const names = [...new Set(system.images.map(({ repository }) => repository))];
  if (system.registry === "ghcr")
    return names.map((name) => `ghcr.io/${ghcrRepository(system.owner ?? owner, name)}`);
  return names.map((name) => `ECR ${registry.kind === "cloud" ? `${registry.region} ` : ""}${name}`);
}

function byJobs(ids: readonly string[]): string {
  return `${ids.length === 1 ? "job" : "jobs"} ${ids.join(", ")}`;
}

function none(by: string): Rights {
  return { right: "none", by };
}
