// Says what went wrong with a passkey, where it would be said on the console only.

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.getElementById("passkey-problem");
  const dismissed = event.detail.exception?.name === "NotAllowedError";
  place.textContent = dismissed
    ? "The passkey was not used: it was declined, or took too long. Try again, or use another way."
    : "This browser could not use a passkey here. Use another way.";
  place.hidden = false;
});
