"""Permissions-Policy: what of a reader's device no page of the portal, nor anything in it, may ever ask for."""

HEADER = "Permissions-Policy"
# Of all there are, those that browsers know: an unknown name is an error on each page's console.
DENIED = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer", "microphone",
    "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
POLICY = ", ".join(f"{name}=()" for name in DENIED)


def permissions_policy(get_response):
    """Middleware: the header on every answer. What passkeys need stays as browsers have it."""

    def answer(request):
        response = get_response(request)
        response.headers[HEADER] = POLICY
        return response

    return answer
