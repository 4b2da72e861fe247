import { isDeepStrictEqual } from "node:util";
import { ECRClient, ECRServiceException } from "@aws-sdk/client-ecr";
import { IAMClient, IAMServiceException } from "@aws-sdk/client-iam";
import { STSClient } from "@aws-sdk/client-sts";
import * as v from "valibot";

/** A bag of properties as the engine sends it: plain JSON values, and in a preview the mark of an unknown one. */
export type Properties = Readonly<Record<string, unknown>>;

/** The service clients of one region. */
export interface Clients {
  readonly region: string;
  readonly ecr: ECRClient;
  /** IAM is one for all regions; the client asks the same endpoint from each. */
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

/** Endpoint, credentials and attempts come from the AWS_* environment variables. */
export function clientsIn(region: string): Clients {
  return {
    region,
    ecr: new ECRClient({ region }),
    iam: new IAMClient({ region }),
    sts: new STSClient({ region }),
  };
}

/**
 * One resource type as the fake knows it. The states and differences are those of Pulumi's AWS provider 7.48.0, read in
 * its documentation and in the Terraform provider that it is made from.
 */
interface Definition<Inputs extends v.ObjectEntries> {
  /** Name in messages, as the real provider spells it, e.g. "ECR Repository". */
  readonly title: string;
  /**
   * The inputs that may be given and the form of each, with what the service would report of one that is left out. Any
   * other input is an error.
   */
  readonly inputs: Inputs;
  /** Inputs whose change needs a new resource; the old one is deleted first, since names would collide. */
  readonly replacing: readonly string[];
  /** The service's answers that say that the resource is not there. Default: none, it always is. */
  readonly gone?: readonly string[];
  /** The resource's id, and what messages call it. */
  readonly nameOf: (inputs: Properties) => string;
  /** Creates the resource and gives its id where that is another than its name. */
  readonly create: (clients: Clients, inputs: Given<Inputs>) => Promise<string | undefined>;
  /** Gives the state as it is now. `known` is the state or the inputs so far. */
  readonly read: (clients: Clients, id: string, known: Properties) => Promise<Properties | undefined>;
  /** Changes the resource in place. Left out where every input replaces it. */
  readonly update?: (clients: Clients, inputs: Given<Inputs>, differs: Differs) => Promise<void>;
  /** Default: it ends with another resource. */
  readonly delete?: (clients: Clients, id: string, state: Properties) => Promise<unknown>;
}

/** Whether an input is another than before. */
type Differs = (property: string) => boolean;

type Given<Inputs extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<Inputs, undefined>>;

/** A resource type whose inputs are not known to the compiler. */
export type Kind = ReturnType<typeof kind>;

/** A resource type; its methods get inputs that were checked. */
export function kind<Inputs extends v.ObjectEntries>(definition: Definition<Inputs>) {
  const { inputs, create, update } = definition;
  const schema = v.strictObject(inputs);
  const defaults = present(v.getDefaults(schema));
  return {
    ...definition,
    schema: schema as v.GenericSchema<unknown, unknown>,
    properties: Object.keys(inputs),
    defaults,
    gone: definition.gone ?? [],
    create: (clients: Clients, given: Properties) => create(clients, v.parse(schema, given)),
    update: (clients: Clients, given: Properties, differs: Differs) =>
      update?.(clients, v.parse(schema, given), differs) ??
      Promise.reject(new Error(`every input of ${definition.title} replaces it; there is no update`)),
  };
}

/** What the engine puts in place of a value that is not known yet (Pulumi's provider protocol). */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether the value is, or holds anywhere, one that is not known before the real run. */
export function isUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(isUnknown);
}

/** The bag without the properties that are undefined or null: the protocol knows no undefined. */
export function present(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value != null));
}

/** Whether two values say the same. A missing value equals null; a policy is what its text means. */
export function same(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(meaning(left), meaning(right));
}

const lifecycle = v.looseObject({ rules: v.array(v.looseObject({ rulePriority: v.number() })) });

function meaning(value: unknown): unknown {
  const document = v.safeParse(v.pipe(v.string(), v.parseJson()), value);
  if (!document.success) return value ?? null;
  // Rules of a lifecycle go by priority, not by place.
  const { success, output } = v.safeParse(lifecycle, document.output);
  return success ? output.rules.toSorted((a, b) => a.rulePriority - b.rulePriority) : document.output;
}

/** Whether the error is the service's answer of this name, e.g. "RepositoryNotFoundException". */
export function isAnswer(error: unknown, names: readonly string[]): boolean {
  return (
    (error instanceof ECRServiceException || error instanceof IAMServiceException) &&
    names.includes(error.name)
  );
}
