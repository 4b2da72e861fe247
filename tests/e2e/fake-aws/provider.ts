import * as v from "valibot";
import { type ConfigurationFailure, configurationFailures, regionOf } from "./configuration.js";
import { failure, UnfinishedError } from "./errors.js";
import { type Clients, clientsIn } from "./clients.js";
import { invokes } from "./invokes.js";
import type { Kind } from "./kind.js";
import { openIdConnectProvider } from "./oidc-provider.js";
import { lifecyclePolicy } from "./lifecycle-policy.js";
import { isUnknown, present, type Properties } from "./properties.js";
import { registryScanning } from "./registry-scanning.js";
import { repository } from "./repository.js";
import { rolePoliciesExclusive, rolePolicyAttachmentsExclusive } from "./role-exclusive.js";
import { rolePolicy } from "./role-policy.js";
import { role } from "./role.js";

const kinds: ReadonlyMap<string, Kind> = new Map([
  ["aws:ecr/repository:Repository", repository],
  ["aws:ecr/lifecyclePolicy:LifecyclePolicy", lifecyclePolicy],
  ["aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", registryScanning],
  ["aws:iam/openIdConnectProvider:OpenIdConnectProvider", openIdConnectProvider],
  ["aws:iam/role:Role", role],
  ["aws:iam/rolePolicy:RolePolicy", rolePolicy],
  ["aws:iam/rolePoliciesExclusive:RolePoliciesExclusive", rolePoliciesExclusive],
  ["aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", rolePolicyAttachmentsExclusive],
]);

/** The difference between a state and new inputs: the changed properties, and those that need a new resource. */
export interface Difference {
  readonly changed: readonly string[];
  readonly replacing: readonly string[];
}

/** The fake's behaviour, apart from the wire: what it does with each resource and function. */
export class FakeAwsProvider {
  private region: string | undefined;
  private readonly clients = new Map<string, Clients>();

  /** Takes over a configuration that {@link configurationFailures} found sound. */
  configure(given: Properties): void {
    const [first] = configurationFailures(given);
    if (first !== undefined) throw new Error(first.reason);
    this.region = regionOf(given);
  }

  /** Every fault of a resource's inputs: unknown ones, missing ones, ill-formed ones. */
  check(type: string, news: Properties): ConfigurationFailure[] {
    const kind = kindOf(type);
    const unknown = Object.keys(news)
      .filter((property) => !(property in kind.inputs))
      .map((property) => ({ property, reason: `Unsupported argument: ${type} has no "${property}"` }));
    const wrong = Object.entries(kind.inputs).flatMap(([property, form]) => {
      if (isUnknown(news[property])) return [];
      const result = v.safeParse(form, news[property]);
      if (result.success) return [];
      return [{ property, reason: result.issues.map((issue) => issue.message).join("; ") }];
    });
    return [...unknown, ...wrong];
  }

  /** Compares the state, as last seen, with the new inputs. */
  diff(type: string, state: Properties, news: Properties): Difference {
    const kind = kindOf(type);
    const desired: Properties = { region: this.regionOf(news), ...kind.desired(news) };
    const changed = Object.keys({ ...kind.inputs })
      .filter((property) => property in desired || property in state)
      .filter((property) => !kind.equal(property, state[property], desired[property]));
    return { changed, replacing: changed.filter((property) => kind.replacing.includes(property)) };
  }

  /** Creates the resource and reads it back. */
  async create(type: string, news: Properties): Promise<{ readonly id: string; readonly state: Properties }> {
    const kind = kindOf(type);
    const id = await kind.create(this.clientsFor(news), news).catch((error: unknown) => {
      throw failure("creating", kind.title, kind.nameOf(news), error);
    });
    try {
      return { id, state: await this.readBack(type, id, news) };
    } catch (error) {
      throw new UnfinishedError(id, failure("reading", kind.title, id, error).message);
    }
  }

  /** The resource's state as the service has it now, or nothing if it is gone. */
  async read(type: string, id: string, known: Properties): Promise<Properties | undefined> {
    const kind = kindOf(type);
    const found = await kind.read(this.clientsFor(known), id, known).catch((error: unknown) => {
      throw failure("reading", kind.title, id, error);
    });
    return found && { ...found, ...("region" in kind.inputs && { region: this.regionOf(known) }) };
  }

  /** Changes the resource in place and reads it back. */
  async update(type: string, id: string, state: Properties, news: Properties): Promise<Properties> {
    const kind = kindOf(type);
    await kind.update(this.clientsFor(news), id, state, news).catch((error: unknown) => {
      throw failure("updating", kind.title, id, error);
    });
    return this.readBack(type, id, news);
  }

  /** Deletes the resource. */
  async delete(type: string, id: string, state: Properties): Promise<void> {
    const kind = kindOf(type);
    await kind.delete(this.clientsFor(state), id, state).catch((error: unknown) => {
      throw failure("deleting", kind.title, id, error);
    });
  }

  /** Calls a function. */
  async invoke(token: string, given: Properties): Promise<Properties> {
    const invoke = invokes.get(token);
    if (invoke === undefined) throw new Error(`the fake AWS provider does not know the function ${token}`);
    const unknown = Object.keys(present(given)).filter((property) => !invoke.known.includes(property));
    if (unknown.length > 0) throw new Error(`${token} does not know the arguments ${unknown.join(", ")}`);
    return present(await invoke.run(this.clientsFor(given), given));
  }

  /** The inputs that would give this state: those that were set before, or all of them for an import. */
  inputsOf(type: string, state: Properties, olds: Properties): Properties {
    const known = Object.keys(kindOf(type).inputs);
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
    const known = this.clients.get(region);
    if (known !== undefined) return known;
    const made = clientsIn(region);
    this.clients.set(region, made);
    return made;
  }
}

function kindOf(type: string): Kind {
  const kind = kinds.get(type);
  if (kind === undefined) throw new Error(`the fake AWS provider does not know the resource type ${type}`);
  return kind;
}
