import { testCases } from "./cases/case.ts";
import { clusters } from "./cases/clusters.ts";
import { networkAcls } from "./cases/network-acls.ts";
import { otherPorts } from "./cases/other-ports.ts";
import { sensitivePorts } from "./cases/sensitive-ports.ts";

testCases([...sensitivePorts, ...otherPorts, ...networkAcls, ...clusters]);
