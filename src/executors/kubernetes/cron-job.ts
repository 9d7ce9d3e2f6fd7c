import { z } from "zod";
import { NamespaceName, ObjectName } from "../../core/actions/parameter.ts";
import { arrived, counted, type Deed, defineDeed, foreseen, missed, noop, waiting } from "./deed.ts";
import { CronJob, kinds, readOne } from "./object.ts";

const whole = z.strictObject({ namespace: NamespaceName, name: ObjectName });

const says = (suspended: boolean): string => (suspended ? "it is suspended" : "it starts by its schedule");

const suspending = (off: boolean): Deed =>
  defineDeed({
    asks: whole,
    whole,
    foresee: async (asked, cluster) => {
      const read = await readOne(cluster, kinds.cronjob, asked, CronJob);
      if (!read.ok) return read;
      const { metadata, spec, status } = read.value;
      const suspended = spec.suspend === true;
      if (suspended === off) return noop(`${says(suspended)} already`);
      const running = status?.active?.length ?? 0;
      return foreseen(
        asked,
        { uid: metadata.uid, suspended: suspended ? "yes" : "no", schedule: spec.schedule },
        off
          ? [
              `no further run starts at ${spec.schedule}`,
              ...(running === 0 ? [] : [`${counted(running, "run")} that began goes on`]),
            ]
          : [`runs start at ${spec.schedule} again, and one that was missed may start at once`],
        { inverse: { action: off ? "resume-cron-job" : "suspend-cron-job", parameters: asked } },
      );
    },
    look: async (asked, { uid }, cluster) => {
      const read = await readOne(cluster, kinds.cronjob, asked, CronJob);
      if (!read.ok) return { state: "unseen", why: read.why };
      if (read.value.metadata.uid !== uid) return missed("another one has its name now");
      const suspended = read.value.spec.suspend === true;
      return suspended === off ? arrived(says(suspended)) : waiting(says(suspended));
    },
  });

export const suspendCronJob = suspending(true);
export const resumeCronJob = suspending(false);
