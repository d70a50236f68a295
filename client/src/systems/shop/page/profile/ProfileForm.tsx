// The form of the profile: sends what was changed, and only if the profile still is the one that was shown.

import { isAxiosError } from "axios";
import { type SubmitEvent, useState } from "react";
import { Button } from "../../../../ui/Button.tsx";
import { type Profile, type ProfileChange, updateProfile } from "../../api/users.ts";
import { Failure } from "../parts/Failure.tsx";
import { Field } from "../parts/Field.tsx";
import { useAction } from "../parts/use-action.ts";
import styles from "./ProfileForm.module.css";

const FIELDS = [
  { name: "name", label: "Name", autoComplete: "name" },
  { name: "shippingAddress", label: "Street and number", autoComplete: "street-address" },
  { name: "pincode", label: "Postal code", autoComplete: "postal-code" },
  { name: "city", label: "City", autoComplete: "address-level2" },
  { name: "country", label: "Country", autoComplete: "country-name" },
  { name: "phoneNumber", label: "Phone number", autoComplete: "tel" },
] as const;
const NAMES = FIELDS.map(({ name }) => name);
type Name = (typeof NAMES)[number];

interface ProfileFormProps {
  profile: Profile;
  onChanged: (after: Profile) => void;
  /** It was changed elsewhere since it was read. */
  onConflict: () => void;
}

export function ProfileForm({ profile, onChanged, onConflict }: ProfileFormProps) {
  const [typed, setTyped] = useState<Pick<Profile, Name>>(profile);
  const changed = NAMES.filter((name) => typed[name] !== profile[name]);
  const saving = useAction(async () => {
    const change: ProfileChange = Object.fromEntries(changed.map((name) => [name, typed[name]]));
    const after = await updateProfile(profile, change).catch((error: unknown) => {
      if (isAxiosError(error) && error.response?.status === 412) onConflict();
      throw error;
    });
    onChanged(after);
  });
  const { failure, isPending } = saving;

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (changed.length > 0) void saving.run();
  }

  return (
    <form onSubmit={submit} noValidate aria-label="Profile">
      <div className={styles.fields}>
        {FIELDS.map(({ name, label, autoComplete }) => (
          <Field
            key={name}
            label={label}
            name={name}
            autoComplete={autoComplete}
            value={typed[name]}
            error={failure?.fields.get(name)}
            onText={(text) => setTyped({ ...typed, [name]: text })}
          />
        ))}
      </div>
      <div className={styles.foot}>
        <Button look="main" type="submit" isBusy={isPending || changed.length === 0}>
          {isPending ? "Saving…" : "Save"}
        </Button>
        <p className={styles.note}>
          Change the street, and watch it arrive in an open order and in your products.
        </p>
      </div>
      <Failure failure={failure} shown={NAMES} />
    </form>
  );
}
