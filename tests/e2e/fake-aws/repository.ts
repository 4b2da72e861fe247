import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  type EncryptionType,
  type ImageTagMutability,
  type ImageTagMutabilityExclusionFilterType,
  ListTagsForResourceCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-ecr";
import * as v from "valibot";
import { isAnswer } from "./errors.js";
import type { Kind } from "./kind.js";
import { present, type Properties, same } from "./properties.js";

const mutabilities = ["MUTABLE", "IMMUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION"] as const;

const inputs = {
  // The real provider can invent a name; a program whose names come from a plan must always give one.
  name: v.pipe(v.string(), v.minLength(2), v.maxLength(256)),
  region: v.optional(v.string()),
  forceDelete: v.optional(v.boolean()),
  imageScanningConfiguration: v.optional(v.strictObject({ scanOnPush: v.boolean() })),
  imageTagMutability: v.optional(v.picklist(mutabilities)),
  imageTagMutabilityExclusionFilters: v.optional(
    v.pipe(
      v.array(v.strictObject({ filter: v.string(), filterType: v.literal("WILDCARD") })),
      v.maxLength(5),
    ),
  ),
  encryptionConfigurations: v.optional(
    v.array(
      v.strictObject({
        encryptionType: v.optional(v.picklist(["AES256", "KMS"])),
        kmsKey: v.optional(v.string()),
      }),
    ),
  ),
  tags: v.optional(v.record(v.string(), v.string())),
};

/** The inputs after `check`; unknown ones never come this far, since nothing is created in a preview. */
interface Repository {
  readonly name: string;
  readonly forceDelete?: boolean;
  readonly imageScanningConfiguration?: { readonly scanOnPush: boolean };
  readonly imageTagMutability?: ImageTagMutability;
  readonly imageTagMutabilityExclusionFilters?: readonly {
    readonly filter: string;
    readonly filterType: ImageTagMutabilityExclusionFilterType;
  }[];
  readonly encryptionConfigurations?: readonly {
    readonly encryptionType?: EncryptionType;
    readonly kmsKey?: string;
  }[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly arn?: string;
}

const asRepository = (properties: Properties): Repository => properties as unknown as Repository;

/** aws:ecr/repository:Repository. */
export const repository: Kind = {
  title: "ECR Repository",
  inputs,
  replacing: ["name", "region", "encryptionConfigurations"],

  nameOf: ({ name }) => String(name),

  desired(given) {
    const wanted = asRepository(given);
    return {
      ...given,
      forceDelete: wanted.forceDelete ?? false,
      imageScanningConfiguration: wanted.imageScanningConfiguration ?? { scanOnPush: false },
      imageTagMutability: wanted.imageTagMutability ?? "MUTABLE",
      imageTagMutabilityExclusionFilters: wanted.imageTagMutabilityExclusionFilters ?? [],
      encryptionConfigurations: (wanted.encryptionConfigurations ?? [{}]).map((each) => ({
        encryptionType: "AES256",
        ...each,
      })),
      tags: wanted.tags ?? {},
    };
  },

  equal: (_property, left, right) => same(left, right),

  async create({ ecr }, given) {
    const wanted = asRepository(given);
    const [encryption] = wanted.encryptionConfigurations ?? [];
    await ecr.send(
      new CreateRepositoryCommand({
        repositoryName: wanted.name,
        imageTagMutability: wanted.imageTagMutability ?? "MUTABLE",
        ...exclusions(wanted),
        encryptionConfiguration: {
          encryptionType: encryption?.encryptionType ?? "AES256",
          ...(encryption?.kmsKey === undefined ? {} : { kmsKey: encryption.kmsKey }),
        },
        imageScanningConfiguration: wanted.imageScanningConfiguration ?? { scanOnPush: false },
        tags: Object.entries(wanted.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return wanted.name;
  },

  async read({ ecr }, id, known) {
    const found = await describe(ecr, id);
    if (found?.repositoryArn === undefined) return undefined;
    const listed = await ecr.send(new ListTagsForResourceCommand({ resourceArn: found.repositoryArn }));
    const tags = Object.fromEntries((listed.tags ?? []).map(({ Key, Value }) => [String(Key), Value]));
    return present({
      arn: found.repositoryArn,
      name: found.repositoryName,
      registryId: found.registryId,
      repositoryUrl: found.repositoryUri,
      // Nothing in the service keeps this flag; it is a wish about a later delete, so the last applied one stays.
      forceDelete: known["forceDelete"] ?? false,
      imageScanningConfiguration: { scanOnPush: found.imageScanningConfiguration?.scanOnPush ?? false },
      imageTagMutability: found.imageTagMutability,
      imageTagMutabilityExclusionFilters: (found.imageTagMutabilityExclusionFilters ?? []).map(
        ({ filter, filterType }) => ({ filter, filterType }),
      ),
      encryptionConfigurations: [
        present({
          encryptionType: found.encryptionConfiguration?.encryptionType ?? "AES256",
          kmsKey: found.encryptionConfiguration?.kmsKey,
        }),
      ],
      tags,
      tagsAll: tags,
    });
  },

  async update({ ecr }, id, olds, news) {
    const [old, wanted] = [asRepository(repository.desired(olds)), asRepository(repository.desired(news))];
    if (
      old.imageTagMutability !== wanted.imageTagMutability ||
      !same(old.imageTagMutabilityExclusionFilters, wanted.imageTagMutabilityExclusionFilters)
    ) {
      await ecr.send(
        new PutImageTagMutabilityCommand({
          repositoryName: id,
          imageTagMutability: wanted.imageTagMutability,
          ...exclusions(wanted),
        }),
      );
    }
    if (!same(old.imageScanningConfiguration, wanted.imageScanningConfiguration)) {
      await ecr.send(
        new PutImageScanningConfigurationCommand({
          repositoryName: id,
          imageScanningConfiguration: wanted.imageScanningConfiguration,
        }),
      );
    }
    if (!same(old.tags, wanted.tags)) await retag(ecr, old.arn, old.tags ?? {}, wanted.tags ?? {});
  },

  async delete({ ecr }, id, state) {
    try {
      await ecr.send(
        new DeleteRepositoryCommand({ repositoryName: id, force: state["forceDelete"] === true }),
      );
    } catch (error) {
      if (isAnswer(error, "RepositoryNotFoundException")) return;
      if (isAnswer(error, "RepositoryNotEmptyException")) {
        throw new Error(`ECR Repository (${id}) not empty, consider using force_delete: ${String(error)}`);
      }
      throw error;
    }
  },
};

async function describe(ecr: ECRClient, name: string) {
  try {
    const answer = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name] }));
    return answer.repositories?.[0];
  } catch (error) {
    if (isAnswer(error, "RepositoryNotFoundException")) return undefined;
    throw error;
  }
}

function exclusions({ imageTagMutabilityExclusionFilters: filters = [] }: Repository) {
  return filters.length === 0 ? {} : { imageTagMutabilityExclusionFilters: [...filters] };
}

async function retag(
  ecr: ECRClient,
  arn: string | undefined,
  olds: Readonly<Record<string, string>>,
  news: Readonly<Record<string, string>>,
): Promise<void> {
  const gone = Object.keys(olds).filter((key) => !(key in news));
  if (gone.length > 0) await ecr.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: gone }));
  const tags = Object.entries(news).map(([Key, Value]) => ({ Key, Value }));
  if (tags.length > 0) await ecr.send(new TagResourceCommand({ resourceArn: arn, tags }));
}
