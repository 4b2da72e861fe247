import type { ExpressionReader } from "../../pipeline/expression-reader.js";
import type { Job } from "../../catalogue/workflow-model.js";
import { groupBy } from "../../catalogue/group-by.js";
import { ghcrRepository } from "../../catalogue/names.js";
import type { ResolvedSystem, Right, RolePlan } from "../resolved-system.js";
import { type Claims, githubToken, mayPush } from "./may-push.js";
import { roleDocuments } from "./role-documents.js";
import { takesRole } from "./roles.js";
import { runningJobs, type Scenario, scenariosOf } from "./scenario.js";

/** What someone may do with the images of one system. */
export interface AccessRow {
  readonly system: string;
  /** `OWNER/NAME` on GitHub, an AWS account or the ARN of a role. */
  readonly who: string;
  /** In words; empty outside GitHub. */
  readonly ref: string;
  /** GitHub's name of the event; empty outside GitHub. */
  readonly event: string;
  /** Image repositories, with their registry. */
  readonly repositories: readonly string[];
  readonly right: Right | "none";
  /** The jobs or the policy that grant the right, or what denies it. */
  readonly by: string;
}

/**
 * Who may do what where: for every event that starts a workflow of a system, the most that its jobs may do with the
 * system's images, by their tokens' permissions on GHCR and their role's documents on ECR; then the AWS principals that
 * may pull. What is unknown beforehand counts as allowed. Pure.
 */
export function accessTable(systems: readonly ResolvedSystem[], reader: ExpressionReader): AccessRow[] {
  return systems.flatMap((system) => [...scenarioRows(system, reader), ...principalRows(system)]);
}

/** What runs for an event on a ref. */
interface Run {
  readonly scenario: Scenario;
  readonly jobs: readonly (readonly [id: string, job: Job])[];
}

function scenarioRows(system: ResolvedSystem, reader: ExpressionReader): AccessRow[] {
  const { repository } = system;
  const rightsIn = system.registry === "ghcr" ? rightsOnGhcr : rightsOnEcr(system);
  return runsOf(system, reader).map((run) => ({
    system: system.name,
    who: `${repository.owner}/${repository.name}`,
    ref: run.scenario.ref,
    event: run.scenario.event,
    repositories: repositoriesOf(system),
    ...rightsIn(run),
  }));
}

/** One run per event and ref, with the jobs of every workflow that starts. */
function runsOf({ workflows, defaultBranch }: ResolvedSystem, reader: ExpressionReader): Run[] {
  const runs = workflows.flatMap((workflow) =>
    scenariosOf(workflow, defaultBranch).map((scenario) => ({
      scenario,
      jobs: runningJobs(workflow, scenario, reader),
    })),
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
  if (writing.length > 0 && !scenario.isFromFork) return { right: "push", by: byJobs(writing) };
  const pulling = scenario.isFromFork ? [...writing, ...reading] : reading;
  return pulling.length === 0 ? none(NO_JOB) : { right: "pull", by: byJobs(pulling) };
}

/** A placeholder for the stack's account; role and repositories are in the same one. */
const ACCOUNT = "000000000000";

function rightsOnEcr({ roles, repository }: ResolvedSystem) {
  const role = roles.find(({ right }) => right === "push");
  return ({ scenario, jobs }: Run): Rights => {
    const takers = jobs.filter(
      ([, job]) => takesRole(job) && job.permissions["id-token"]?.access === "write",
    );
    if (takers.length === 0) return none(NO_JOB);
    if (role === undefined) return none("this stack creates no role to push with");
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

/** What denies a push to any of the role's repositories. */
function refusalOf(role: RolePlan, token: Claims): string | undefined {
  const place = { account: ACCOUNT, region: role.region };
  const documents = roleDocuments(role, ACCOUNT);
  const decisions = role.repositories.map((name) => mayPush(documents, token, place, name));
  return decisions.flatMap((decision) => (decision.allowed ? [] : [decision.because])).at(0);
}

function principalRows(system: ResolvedSystem): AccessRow[] {
  const row = (who: string, by: string): AccessRow => ({
    system: system.name,
    who: who.startsWith("arn:") ? who : `AWS account ${who}`,
    ref: "",
    event: "",
    repositories: repositoriesOf(system),
    right: "pull",
    by,
  });
  return [
    ...system.pullAccounts.map((id) => row(id, "the repositories' policies")),
    ...system.roles.flatMap(({ name, trusted }) =>
      trusted.kind === "aws" ? trusted.principals.map((principal) => row(principal, `role ${name}`)) : [],
    ),
  ];
}

function repositoriesOf({ registry, host, repository, images }: ResolvedSystem): string[] {
  const names = [...new Set(images.map(({ spec }) => spec.repository))];
  if (registry === "ghcr") return names.map((name) => `ghcr.io/${ghcrRepository(repository.owner, name)}`);
  return names.map((name) => `ECR ${host.kind === "ecr" ? `${host.region} ` : ""}${name}`);
}

function byJobs(ids: readonly string[]): string {
  return `${ids.length === 1 ? "job" : "jobs"} ${ids.join(", ")}`;
}

function none(by: string): Rights {
  return { right: "none", by };
}
