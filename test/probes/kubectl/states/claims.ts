import { ago, object, pod, type Scene, type Thing } from "./parts.ts";

const claim = (storageClassName: string | undefined, { age = "30m", phase = "Pending" } = {}): Thing =>
  object(
    "v1",
    "PersistentVolumeClaim",
    "data",
    { spec: storageClassName === undefined ? {} : { storageClassName }, status: { phase } },
    { creationTimestamp: ago(age) },
  );

const storageClass = (name: string, volumeBindingMode: string): Thing =>
  object("storage.k8s.io/v1", "StorageClass", name, { volumeBindingMode }, { namespace: undefined });
const immediate = storageClass("fast", "Immediate");
const later = storageClass("late", "WaitForFirstConsumer");

const volume = (name: string): Thing =>
  object("v1", "PersistentVolume", name, { status: { phase: "Available" } }, { namespace: undefined });

const user = pod("db-0", {
  phase: "Running",
  spec: { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] },
});

/** Claims beside the classes that a cluster has. */
export const claimScenes: readonly Scene[] = [
  {
    name: "a claim of a class that is not there, used or not",
    objects: [immediate, claim("fats")],
    says: ["PersistentVolumeClaim/data StorageClassMissing medium"],
  },
  {
    name: "a claim of a class that is not there, a moment after it was made",
    objects: [immediate, claim("fats", { age: "1m" })],
    says: [],
  },
  {
    name: "a bound claim of a class that is gone by now",
    objects: [immediate, claim("fats", { phase: "Bound" })],
    says: [],
  },
  { name: "a claim of a class that binds at first use, unused", objects: [later, claim("late")], says: [] },
  {
    name: "a claim of a class that binds at once, unused",
    objects: [immediate, claim("fast")],
    says: ["PersistentVolumeClaim/data PVCPending medium"],
  },
  {
    name: "a claim of a class that binds at once, just made",
    objects: [immediate, claim("fast", { age: "2m" })],
    says: [],
  },
  {
    name: "a claim of a class that binds at first use, used",
    objects: [later, claim("late"), user],
    says: ["PersistentVolumeClaim/data PVCPending medium"],
  },
  {
    name: "a claim of no class, unused, in a cluster of which the classes were not read",
    objects: [claim(undefined)],
    says: [],
  },
  { name: "a claim of a class where no class was read", objects: [claim("fast")], says: [] },
  {
    name: "a claim that wants no class and waits for a volume of its own",
    objects: [immediate, claim(""), volume("x")],
    says: [],
  },
];
