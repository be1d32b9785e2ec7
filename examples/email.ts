// Tell people another way: one layer is replaced, the rest of the program stays as it is.
import { Context, Data, Effect, Layer } from "effect"
import { Notification, Notifier, Report, Text, Watch } from "genesys-jobs"

export class MailError extends Data.TaggedError("MailError")<{ readonly message: string }> {}

/** Whatever sends mail in your application. */
export class Mail extends Context.Tag("app/Mail")<
  Mail,
  { readonly send: (mail: { subject: string; text: string }) => Effect.Effect<void, MailError> }
>() {}

/** A notifier never fails: whether people were told is part of the report. */
export const layer: Layer.Layer<Notifier.Notifier, never, Mail> = Layer.effect(
  Notifier.Notifier,
  Effect.map(Mail, (mail) => ({
    notify: (report: Report.JobReport) =>
      mail
        .send({ subject: `${report.job.kind}/${report.job.id}: ${report.outcome}`, text: text(report) })
        .pipe(
          Effect.as([Notification.delivered("e-mail")]),
          Effect.catchAll((error) => Effect.succeed([Notification.undelivered("e-mail", error.message)]))
        )
  }))
)

/** The same text as on a terminal, without colours. */
const text = (report: Report.JobReport): string => Text.render(Report.make([report]))

export const main = (id: string) =>
  Effect.flatMap(Watch.target(`data-action/${id}`), (target) => Watch.watch(target))
