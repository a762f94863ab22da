-- The rule once more, as a privilege: not even the owner changes events without granting it to itself first.
revoke update, delete, truncate on events from public, current_user;
