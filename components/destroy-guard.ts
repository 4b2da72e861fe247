import * as pulumi from "@pulumi/pulumi";

/**
 * Where protected, makes Pulumi refuse a destroy as a whole: it depends on everything that is named, so it has to go
 * first. Protecting the repositories alone would not do: a destroy deletes what depends on them, such as lifecycle
 * policies and roles, before it comes to them. It is declared without protection, too, for that is what takes it off.
 */
export class DestroyGuard extends pulumi.ComponentResource {
  constructor(everything: readonly pulumi.Resource[], protect: boolean) {
    super("slipway:index:DestroyGuard", "destroy-guard", {}, { protect, dependsOn: [...everything] });
    this.registerOutputs();
  }
}
