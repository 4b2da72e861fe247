import type { GenericSchema } from "valibot";
import type { Clients } from "./clients.js";
import type { Properties } from "./properties.js";

/**
 * One resource type as the fake knows it. The states and differences are those of Pulumi's AWS provider
 * 7.48.0, read in its documentation and in the Terraform provider that it is made from.
 */
export interface Kind {
  /** Name in messages, as the real provider spells it, e.g. "ECR Repository". */
  readonly title: string;
  /** The inputs that may be given and the form of each; any other input is an error. */
  readonly inputs: Readonly<Record<string, GenericSchema>>;
  /** Inputs whose change needs a new resource; the old one is deleted first, since names would collide. */
  readonly replacing: readonly string[];
  /** What messages call a resource that is yet to be made. */
  nameOf(inputs: Properties): string;
  /** The inputs as the service would report them: defaults filled in. Compared with the state to find differences. */
  desired(inputs: Properties): Properties;
  /** Whether two values of one property mean the same. */
  equal(property: string, left: unknown, right: unknown): boolean;
  /** Creates the resource and gives its id. */
  create(clients: Clients, inputs: Properties): Promise<string>;
  /** Gives the state as it is now, or nothing if the resource is gone. `known` is the state or the inputs so far. */
  read(clients: Clients, id: string, known: Properties): Promise<Properties | undefined>;
  /** Changes the resource in place. */
  update(clients: Clients, id: string, olds: Properties, news: Properties): Promise<void>;
  /** Deletes the resource; one that is gone already is no error. */
  delete(clients: Clients, id: string, state: Properties): Promise<void>;
}
