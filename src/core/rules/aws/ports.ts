import { clip, listed } from "./answers.ts";
import { lastPort, type Opening } from "./openings.ts";

/** What an opening gives away; each opening is of exactly one kind, so that one hole is one flag. */
export type Kind = "sensitive" | "web" | "ping" | "ordinary";

export const kindOf = (opening: Opening): Kind => {
  if (isPing(opening)) return "ping";
  if (opening.protocol === "all" || sensitiveIn(opening).length > 0) return "sensitive";
  return hasPorts(opening) && opening.from === opening.to && isWeb(opening.from) ? "web" : "ordinary";
};

/** Could some part of this opening, taken alone, be of that kind? */
export const mayHold = (opening: Opening, kind: Kind): boolean => {
  if (opening.protocol === "all") return true;
  if (!hasPorts(opening)) return kindOf(opening) === kind;
  const sensitive = sensitiveIn(opening).length;
  const web = webPorts.filter((port) => covers(opening, port)).length;
  switch (kind) {
    case "sensitive":
      return sensitive > 0;
    case "web":
      return web > 0;
    case "ordinary":
      return opening.to - opening.from + 1 > sensitive + web;
    case "ping":
      return false;
  }
};

/** Ports that replies come back to: a stateless filter must leave them open, and reaching them gives nothing away. */
export const isReplyRange = ({ protocol, from, to }: Opening): boolean =>
  (protocol === "tcp" || protocol === "udp") && from >= 1024 && to >= 60_999;

/** Such as `tcp 22 (ssh) from 0.0.0.0/0`. */
export const worded = (opening: Opening): string => {
  const { protocol, from, to, sources } = opening;
  const origin = clip(listed(sources, " + "), 60);
  if (protocol === "all") return `all traffic from ${origin}`;
  if (!hasPorts(opening))
    return `${isPing(opening) ? protocol : `protocol ${clip(protocol, 12)}`} from ${origin}`;
  const names = clip(listed(sensitiveIn(opening)), 50);
  const ports = from === 0 && to === lastPort ? "all ports" : from === to ? `${from}` : `${from}-${to}`;
  return `${protocol} ${ports}${names === "" || ports === "all ports" ? "" : ` (${names})`} from ${origin}`;
};

const covers = ({ from, to }: Opening, port: number): boolean => from <= port && port <= to;
const hasPorts = ({ protocol }: Opening): boolean => protocol === "tcp" || protocol === "udp";
const isPing = ({ protocol }: Opening): boolean => protocol === "icmp" || protocol === "icmpv6";

const webPorts: readonly number[] = [80, 443];
const isWeb = (port: number): boolean => webPorts.includes(port);

const sensitiveIn = (opening: Opening): readonly string[] =>
  (opening.protocol === "tcp" ? tcp : opening.protocol === "udp" ? udp : [])
    .filter(([port]) => covers(opening, port))
    .map(([, name]) => name);

/** Management, database and file-share ports: whoever reaches them is one password or one flaw away from the data. */
const tcp: readonly (readonly [number, string])[] = [
  [21, "ftp"],
  [22, "ssh"],
  [23, "telnet"],
  [111, "rpcbind"],
  [135, "msrpc"],
  [139, "netbios"],
  [389, "ldap"],
  [445, "smb"],
  [512, "rexec"],
  [513, "rlogin"],
  [514, "rsh"],
  [873, "rsync"],
  [1433, "mssql"],
  [1434, "mssql"],
  [1521, "oracle"],
  [2049, "nfs"],
  [2181, "zookeeper"],
  [2375, "docker"],
  [2376, "docker"],
  [2379, "etcd"],
  [2380, "etcd"],
  [3306, "mysql"],
  [3389, "rdp"],
  [5432, "postgres"],
  [5439, "redshift"],
  [5601, "kibana"],
  [5900, "vnc"],
  [5984, "couchdb"],
  [5985, "winrm"],
  [5986, "winrm"],
  [6379, "redis"],
  [6443, "kube-api"],
  [7000, "cassandra"],
  [7001, "cassandra"],
  [8500, "consul"],
  [9042, "cassandra"],
  [9092, "kafka"],
  [9200, "elasticsearch"],
  [9300, "elasticsearch"],
  [10250, "kubelet"],
  [10255, "kubelet"],
  [11211, "memcached"],
  [15672, "rabbitmq"],
  [27017, "mongodb"],
  [27018, "mongodb"],
  [27019, "mongodb"],
];

const udp: readonly (readonly [number, string])[] = [
  [69, "tftp"],
  [111, "rpcbind"],
  [137, "netbios"],
  [161, "snmp"],
  [389, "ldap"],
  [623, "ipmi"],
  [1434, "mssql"],
  [2049, "nfs"],
  [3389, "rdp"],
  [11211, "memcached"],
];
