import {
  CreateRepositoryCommand,
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  GetLifecyclePolicyCommand,
  GetRegistryScanningConfigurationCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  PutRegistryScanningConfigurationCommand,
} from "@aws-sdk/client-ecr";
import * as v from "valibot";
import { isAnswer, kind } from "./kind.js";

const region = v.optional(v.string());
const filters = v.array(v.strictObject({ filter: v.string(), filterType: v.literal("WILDCARD") }));

/** aws:ecr/repository:Repository. */
export const repository = kind({
  title: "ECR Repository",
  inputs: {
    // The real provider can invent a name; a program whose names come from a plan must always give one.
    name: v.pipe(v.string(), v.minLength(2), v.maxLength(256)),
    region,
    forceDelete: v.optional(v.boolean(), false),
    imageScanningConfiguration: v.optional(v.strictObject({ scanOnPush: v.boolean() }), {
      scanOnPush: false,
    }),
    imageTagMutability: v.optional(
      v.picklist(["MUTABLE", "IMMUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION"]),
      "MUTABLE",
    ),
    imageTagMutabilityExclusionFilters: v.optional(v.pipe(filters, v.maxLength(5)), []),
    encryptionConfigurations: v.optional(
      v.tuple([v.strictObject({ encryptionType: v.picklist(["AES256", "KMS"]) })]),
      [{ encryptionType: "AES256" }],
    ),
  },
  replacing: ["name", "region", "encryptionConfigurations"],
  gone: ["RepositoryNotFoundException"],
  nameOf: ({ name }) => String(name),

  async create({ ecr }, given) {
    const [encryptionConfiguration] = given.encryptionConfigurations;
    const { imageScanningConfiguration } = given;
    await ecr.send(
      new CreateRepositoryCommand({
        repositoryName: given.name,
        ...mutability(given),
        encryptionConfiguration,
        imageScanningConfiguration,
      }),
    );
    return undefined;
  },

  async read({ ecr }, name, known) {
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name] }));
    const [found] = repositories ?? [];
    return (
      found && {
        arn: found.repositoryArn,
        name: found.repositoryName,
        registryId: found.registryId,
        repositoryUrl: found.repositoryUri,
        // Nothing in the service keeps this flag; it is a wish about a later delete, so the last applied one stays.
        forceDelete: known["forceDelete"] ?? false,
        imageScanningConfiguration: { scanOnPush: found.imageScanningConfiguration?.scanOnPush ?? false },
        imageTagMutability: found.imageTagMutability,
        imageTagMutabilityExclusionFilters: found.imageTagMutabilityExclusionFilters ?? [],
        encryptionConfigurations: [
          { encryptionType: found.encryptionConfiguration?.encryptionType ?? "AES256" },
        ],
      }
    );
  },

  async update({ ecr }, given, differs) {
    const { name: repositoryName, imageScanningConfiguration } = given;
    if (differs("imageTagMutability") || differs("imageTagMutabilityExclusionFilters")) {
      await ecr.send(new PutImageTagMutabilityCommand({ repositoryName, ...mutability(given) }));
    }
    if (differs("imageScanningConfiguration")) {
      const scanning = { repositoryName, imageScanningConfiguration };
      await ecr.send(new PutImageScanningConfigurationCommand(scanning));
    }
  },

  async delete({ ecr }, repositoryName, { forceDelete }) {
    try {
      await ecr.send(new DeleteRepositoryCommand({ repositoryName, force: forceDelete === true }));
    } catch (error) {
      if (!isAnswer(error, ["RepositoryNotEmptyException"])) throw error;
      throw new Error(
        `ECR Repository (${repositoryName}) not empty, consider using force_delete: ${String(error)}`,
      );
    }
  },
});

/** ECR takes filters with the exclusions alone. */
function mutability<Mutability, Filter>({
  imageTagMutability,
  imageTagMutabilityExclusionFilters,
}: {
  imageTagMutability: Mutability;
  imageTagMutabilityExclusionFilters: Filter[];
}) {
  return {
    imageTagMutability,
    ...(imageTagMutabilityExclusionFilters.length > 0 && { imageTagMutabilityExclusionFilters }),
  };
}

/** aws:ecr/lifecyclePolicy:LifecyclePolicy. A changed policy is a new resource, the old one deleted first. */
export const lifecyclePolicy = kind({
  title: "ECR Lifecycle Policy",
  inputs: { repository: v.string(), region, policy: v.string() },
  replacing: ["repository", "region", "policy"],
  gone: ["LifecyclePolicyNotFoundException", "RepositoryNotFoundException"],
  nameOf: ({ repository }) => String(repository),
  async create({ ecr }, { repository: repositoryName, policy: lifecyclePolicyText }) {
    await ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
    return undefined;
  },
  async read({ ecr }, repositoryName) {
    const found = await ecr.send(new GetLifecyclePolicyCommand({ repositoryName }));
    return { repository: repositoryName, registryId: found.registryId, policy: found.lifecyclePolicyText };
  },
  delete: ({ ecr }, repositoryName) => ecr.send(new DeleteLifecyclePolicyCommand({ repositoryName })),
});

/** aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration. A registry always has one; its id is the account. */
export const registryScanning = kind({
  title: "ECR Registry Scanning Configuration",
  inputs: {
    region,
    scanType: v.picklist(["BASIC", "ENHANCED"]),
    rules: v.pipe(
      v.array(
        v.strictObject({
          scanFrequency: v.picklist(["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"]),
          repositoryFilters: filters,
        }),
      ),
      v.maxLength(100),
    ),
  },
  replacing: ["region"],
  nameOf: ({ scanType }) => String(scanType),
  async create({ ecr }, { scanType, rules }) {
    await ecr.send(new PutRegistryScanningConfigurationCommand({ scanType, rules }));
    return (await ecr.send(new GetRegistryScanningConfigurationCommand({}))).registryId;
  },
  async read({ ecr }) {
    const { registryId, scanningConfiguration } = await ecr.send(
      new GetRegistryScanningConfigurationCommand({}),
    );
    return { registryId, rules: [], ...scanningConfiguration };
  },
  async update({ ecr }, { scanType, rules }) {
    await ecr.send(new PutRegistryScanningConfigurationCommand({ scanType, rules }));
  },
  // AWS's own default.
  delete: ({ ecr }) =>
    ecr.send(new PutRegistryScanningConfigurationCommand({ scanType: "BASIC", rules: [] })),
});
