print("distributions")
