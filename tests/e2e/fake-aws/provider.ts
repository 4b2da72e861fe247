import { Region } from "@pulumi/aws/types/enums";
import * as v from "valibot";
import { lifecyclePolicy, registryScanning, repository } from "./ecr.js";
import {
  attachmentsExclusive,
  openIdConnectProvider,
  role,
  rolePoliciesExclusive,
  rolePolicy,
} from "./iam.js";
import { invokes } from "./invokes.js";
import { type Clients, clientsIn, isAnswer, isUnknown, type Kind, present, same } from "./kind.js";
import type { Properties } from "./kind.js";

const kinds: Readonly<Record<string, Kind | undefined>> = {
  "aws:ecr/repository:Repository": repository,
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": lifecyclePolicy,
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": registryScanning,
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": openIdConnectProvider,
  "aws:iam/role:Role": role,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": rolePoliciesExclusive,
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": attachmentsExclusive,
};

/** A fault in inputs, or in the provider's own configuration. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** The difference between a state and new inputs: the changed properties, and those that need a new resource. */
export interface Difference {
  readonly changed: readonly string[];
  readonly replacing: readonly string[];
}

/** The resource was made but could not be read back; the engine keeps it in its state, marked as unfinished. */
export class UnfinishedError extends Error {
  constructor(
    readonly id: string,
    message: string,
  ) {
    super(message);
  }
}

/** Every fault of a provider's configuration, in the real provider's words where it has some. */
export function configurationFailures(given: Properties): Failure[] {
  const region = regionOf(given);
  const unknown = Object.keys(given).filter((property) => !["region", "version"].includes(property));
  const failures = unknown.map((property) => ({
    property,
    reason: `the fake AWS provider does not know the setting "${property}"`,
  }));
  if (region === undefined) {
    failures.push({ property: "region", reason: 'Missing required configuration variable "aws:region"' });
  } else if (!isUnknown(region) && !v.is(v.enum(Region), region)) {
    // The real provider finds out when it calls the region's own endpoint; moto answers for every name.
    failures.push({ property: "region", reason: `invalid AWS Region: ${region}` });
  }
  return failures;
}

/** The region from the configuration, else from the environment as AWS's own tools read it. */
function regionOf({ region }: Properties): string | undefined {
  return typeof region === "string" && region !== ""
    ? region
    : (process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"]);
}

/** The fake's behaviour, apart from the wire: what it does with each resource and function. */
export class FakeAwsProvider {
  private region: string | undefined;
  private readonly clients = new Map<string, Clients>();

  /** Takes over a configuration that {@link configurationFailures} found sound. */
  configure(given: Properties): void {
    this.region = regionOf(given);
  }

  /** The faults of a resource's inputs: unknown ones, missing ones, ill-formed ones. */
  check(type: string, news: Properties): Failure[] {
    const { issues = [] } = v.safeParse(kindOf(type).schema, news);
    return issues
      .map((issue) => ({ property: v.getDotPath(issue) ?? "", reason: `${type}: ${issue.message}` }))
      .filter(({ property }) => !isUnknown(news[property.replace(/\..*/, "")]));
  }

  /** Compares the state, as last seen, with the new inputs. */
  diff(type: string, state: Properties, news: Properties): Difference {
    const { defaults, properties, replacing } = kindOf(type);
    const desired: Properties = { region: this.regionOf(news), ...defaults, ...news };
    const changed = properties
      .filter((property) => property in desired || property in state)
      .filter((property) => !same(state[property], desired[property]));
    return { changed, replacing: changed.filter((property) => replacing.includes(property)) };
  }

  /** Creates the resource and reads it back. */
  async create(type: string, news: Properties): Promise<{ readonly id: string; readonly state: Properties }> {
    const kind = kindOf(type);
    const name = kind.nameOf(news);
    const id = (await tell("creating", kind, name, () => kind.create(this.clientsFor(news), news))) ?? name;
    try {
      return { id, state: await this.readBack(type, id, news) };
    } catch (error) {
      throw new UnfinishedError(id, error instanceof Error ? error.message : String(error));
    }
  }

  /** The resource's state as the service has it now, or nothing if it is gone. */
  async read(type: string, id: string, known: Properties): Promise<Properties | undefined> {
    const kind = kindOf(type);
    const read = () => kind.read(this.clientsFor(known), id, known).catch(ifGone(kind));
    const found = await tell("reading", kind, id, read);
    if (found === undefined) return undefined;
    const region = kind.properties.includes("region") ? this.regionOf(known) : undefined;
    // As long as the service's value means the same as the known one, the known spelling stays.
    return Object.fromEntries(
      Object.entries(present({ ...found, region })).map(([property, value]) => [
        property,
        same(known[property], value) ? known[property] : value,
      ]),
    );
  }

  /** Changes the resource in place and reads it back. */
  async update(type: string, id: string, state: Properties, news: Properties): Promise<Properties> {
    const kind = kindOf(type);
    const { changed } = this.diff(type, state, news);
    await tell("updating", kind, id, () =>
      kind.update(this.clientsFor(news), news, (property) => changed.includes(property)),
    );
    return this.readBack(type, id, news);
  }

  /** Deletes the resource; one that is gone already is no error. */
  async delete(type: string, id: string, state: Properties): Promise<void> {
    const kind = kindOf(type);
    await tell("deleting", kind, id, async () =>
      kind.delete?.(this.clientsFor(state), id, state).catch(ifGone(kind)),
    );
  }

  /** Calls a function. */
  async invoke(token: string, given: Properties): Promise<Properties> {
    const invoke = invokes[token];
    if (invoke === undefined) throw new Error(`the fake AWS provider does not know the function ${token}`);
    const unknown = Object.keys(present(given)).filter((property) => !invoke.known.includes(property));
    if (unknown.length > 0) throw new Error(`${token} does not know the arguments ${unknown.join(", ")}`);
    return present(await invoke.run(this.clientsFor(given), given));
  }

  /** The inputs that would give this state: those that were set before, or all of them for an import. */
  inputsOf(type: string, state: Properties, olds: Properties): Properties {
    const known = kindOf(type).properties;
    const wanted = Object.keys(olds).length === 0 ? known : known.filter((property) => property in olds);
    return present(Object.fromEntries(wanted.map((property) => [property, state[property]])));
  }

  private async readBack(type: string, id: string, news: Properties): Promise<Properties> {
    const state = await this.read(type, id, news);
    if (state === undefined) throw new Error(`${type} ${id} is gone right after it was written`);
    return state;
  }

  private regionOf(properties: Properties): string {
    const region = properties["region"] ?? this.region;
    if (typeof region !== "string") throw new Error('Missing required configuration variable "aws:region"');
    return region;
  }

  /** One set of clients a region. */
  private clientsFor(properties: Properties): Clients {
    const region = this.regionOf(properties);
    if (process.env["AWS_ENDPOINT_URL"] === undefined) {
      throw new Error("the fake AWS provider talks to moto alone: set AWS_ENDPOINT_URL to its address");
    }
    const clients = this.clients.get(region) ?? clientsIn(region);
    this.clients.set(region, clients);
    return clients;
  }
}

function kindOf(type: string): Kind {
  const kind = kinds[type];
  if (kind === undefined) throw new Error(`the fake AWS provider does not know the resource type ${type}`);
  return kind;
}

/** Errors in the real provider's words: what was done, to what, and the service's own answer. */
async function tell<Result>(doing: string, { title }: Kind, id: string, act: () => Promise<Result>) {
  try {
    return await act();
  } catch (error) {
    const answer = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new Error(`${doing} ${title} (${id}): operation error ${title.split(" ")[0] ?? ""}: ${answer}`);
  }
}

function ifGone({ gone }: Kind) {
  return (error: unknown): undefined => {
    if (!isAnswer(error, gone)) throw error;
  };
}
