import * as pulumi from "@pulumi/pulumi";

/**
 * If protected, makes Pulumi refuse a destroy as a whole: it depends on everything named, so a destroy reaches it
 * first. Protecting only the repositories is not enough: a destroy deletes what depends on them, such as lifecycle
 * policies and roles, before it reaches them. Declared without protection, too, because that removes the protection.
 */
export class DestroyGuard extends pulumi.ComponentResource {
  constructor(everything: readonly pulumi.Resource[], protect: boolean) {
    super("slipway:index:DestroyGuard", "destroy-guard", {}, { protect, dependsOn: [...everything] });
    this.registerOutputs();
  }
}
