// A program in TypeScript for the tests: types of no table, a secret, a component, a function that no table has.
import * as pulumi from "@pulumi/pulumi";

class Thing extends pulumi.CustomResource {
  declare readonly address: pulumi.Output<string>;

  constructor(type: string, name: string, inputs: Record<string, unknown>, options?: pulumi.CustomResourceOptions) {
    super(type, name, { address: undefined, ...inputs }, options);
  }
}

const config = new pulumi.Config();
const group = new pulumi.ComponentResource("acme:index:Group", "group");
const zones = pulumi.output(pulumi.runtime.invoke("acme:index:getZones", {}));
const table = new Thing("acme:index:Table", "table", { size: config.requireNumber("size"), token: config.requireSecret("token") }, { parent: group });
new Thing("acme:index:Chair", "chair", { beside: table.address, plain: table.id, zone: zones.apply((found: any) => found.names[0]) });
if (config.getBoolean("fail")) throw new Error("the floor is wet");

export const address = table.address;
